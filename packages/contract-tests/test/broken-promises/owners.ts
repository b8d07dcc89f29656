import { SshTrustActionType } from "@hostscan/contract";
import type { CallContext, Caller, HostRequest, Result, SchedulingContext } from "@hostscan/core";
import { invalid } from "@hostscan/core";
import { InMemoryJobs, type Job, type KnownHost, type Onboarder } from "@hostscan/server/testing";
import { model, overlooks } from "./jobs.ts";
import { type BrokenPromise, breaks } from "./mutant.ts";

const isOwners = (message: string) => message.includes("what the host has");

/** Onboards hosts otherwise. */
const onboards = (change: (request: HostRequest, isNew: boolean) => HostRequest) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override onboard(request: HostRequest, caller: Onboarder): KnownHost {
          return super.onboard(change(request, this.known(request) === undefined), caller);
        }
      })(),
  );

/** Shows an App its own jobs alone, but for what a call overlooks. */
class OwnJobs extends InMemoryJobs {
  protected override sees(job: Job, caller: Caller) {
    return job.owner === caller.subject || job.owner === "fixture" || caller.role === "Admin";
  }
}

const asAdmin = (context: CallContext): CallContext => ({
  ...context,
  caller: { ...context.caller, role: "Admin" },
});

export const brokenOwners: readonly BrokenPromise[] = [
  ...breaks("owners-alone-change", {
    "anybody does": overlooks(({ message }) => isOwners(message)),
    ...Object.fromEntries(
      [
        ...["platformName", "certificateType", "trustedThumbprint", "ipAddress"],
        ...["sshTrustActionType", "acceptThumbprintOnFirstDiscovery"],
      ].map((member) => [
        `anybody does, of ${member}`,
        overlooks(({ message, path }) => isOwners(message) && path.endsWith(member)),
      ]),
    ),
    "nobody else may say anything": model(
      () =>
        new (class extends InMemoryJobs {
          protected override errorsOf(requests: readonly HostRequest[], caller: Caller) {
            const foreign = requests.some(
              (request) => (this.known(request)?.owner ?? caller.subject) !== caller.subject,
            );
            const errors = super.errorsOf(requests, caller);
            return foreign && caller.role !== "Admin"
              ? [...errors, { path: "/0", message: "is another's" }]
              : errors;
          }
        })(),
    ),
  }),
  ...breaks("owner-changes", {
    "what is stated first stays": model(
      () =>
        new (class extends InMemoryJobs {
          override onboard(request: HostRequest, caller: Onboarder): KnownHost {
            return this.known(request) ?? super.onboard(request, caller);
          }
        })(),
    ),
  }),
  ...breaks("default-action", {
    "a warning": onboards((request, isNew) => {
      const action = request.sshTrustActionType ?? SshTrustActionType.WarnOnThumbprintMismatch;
      return isNew ? { ...request, sshTrustActionType: action } : request;
    }),
  }),
  ...breaks("default-accept", {
    "the first key": onboards((request, isNew) => {
      const accept = request.acceptThumbprintOnFirstDiscovery ?? true;
      return isNew ? { ...request, acceptThumbprintOnFirstDiscovery: accept } : request;
    }),
  }),
  ...breaks("anybody-scans", {
    "the owner alone": model(
      () =>
        new (class extends InMemoryJobs {
          override async scanHost(hostId: string, context: SchedulingContext) {
            const owner = this.hosts.get(hostId.toLowerCase())?.owner ?? "fixture";
            const mine = owner === "fixture" || owner === context.caller.subject;
            return mine
              ? super.scanHost(hostId, context)
              : invalid([{ path: "hostId", message: "is another's" }]);
          }
        })(),
    ),
  }),
  ...breaks("new-host-is-the-callers", {
    "the first App's": model(
      () =>
        new (class extends InMemoryJobs {
          override onboard(request: HostRequest): KnownHost {
            return super.onboard(request, { subject: "app-token" });
          }
        })(),
    ),
  }),
  ...breaks("admin-changes", {
    "not an Admin": model(
      () =>
        new (class extends InMemoryJobs {
          protected override errorsOf(requests: readonly HostRequest[], caller: Caller) {
            return super.errorsOf(requests, { ...caller, role: "App" });
          }
        })(),
    ),
  }),
  ...breaks("admin-sees-all", {
    "its own alone": model(
      () =>
        new (class extends InMemoryJobs {
          protected override sees(job: Job, caller: Caller) {
            return caller.role !== "Admin" || job.owner === caller.subject;
          }
        })(),
    ),
  }),
  ...breaks("jobs-are-everybodys", {
    "read, but not cancelled": model(
      () =>
        new (class extends InMemoryJobs {
          override async cancelJob(jobId: string, context: CallContext): Promise<Result<void>> {
            const mine = this.find(jobId, context.caller)?.owner === context.caller.subject;
            return mine
              ? super.cancelJob(jobId, context)
              : { ok: false, rejection: { kind: "not-found", detail: "None." } };
          }
        })(),
    ),
    "read, but not listed": model(
      () =>
        new (class extends InMemoryJobs {
          override async listJobs(
            page: { readonly limit: number; readonly after?: string },
            context: CallContext,
          ) {
            const found = await super.listJobs(page, context);
            if (!found.ok) return found;
            const { subject } = context.caller;
            const own = new Set(this.jobs.filter(({ owner }) => owner === subject).map(({ id }) => id));
            return {
              ok: true as const,
              value: { ...found.value, jobs: found.value.jobs.filter(({ id = "" }) => own.has(id)) },
            };
          }
        })(),
    ),
  }),
  ...breaks("jobs-of-own", {
    "cancelled, although not found": model(
      () =>
        new (class extends OwnJobs {
          override cancelJob(jobId: string, context: CallContext) {
            return super.cancelJob(jobId, asAdmin(context));
          }
        })(),
    ),
    "listed, although not found": model(
      () =>
        new (class extends OwnJobs {
          override listJobs(page: { readonly limit: number; readonly after?: string }, context: CallContext) {
            return super.listJobs(page, asAdmin(context));
          }
        })(),
    ),
    "the newest of a host is shown all the same": model(
      () =>
        new (class extends OwnJobs {
          override latestJobForHost(hostId: string, context: CallContext) {
            return super.latestJobForHost(hostId, asAdmin(context));
          }
        })(),
    ),
  }),
];
