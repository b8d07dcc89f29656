import { ActionStatus } from "@hostscan/contract";
import type {
  CallContext,
  Caller,
  HostRequest,
  InvalidValue,
  Result,
  SchedulingContext,
} from "@hostscan/core";
import { notFound } from "@hostscan/core";
import { InMemoryJobs, type Kept, type KnownHost } from "@hostscan/server/testing";
import { eachJob, hostsIn, isCreate, jobOf, model } from "./jobs.ts";
import {
  type BrokenPromise,
  breaks,
  changing,
  changingJson,
  instead,
  isList,
  problem,
  resent,
  rowsOf,
  withHeader,
} from "./mutant.ts";

const isValidate = (path: string) => path === "/ValidateImportedCSV";

/** The rows of an answer, changed; `earlier` is asked of the rows behind one. */
const validatedRows = (change: (row: Record<string, unknown>, later: readonly object[]) => object) =>
  changingJson((json, { path }, status) => {
    const rows = Object.values(json).map((row): Record<string, unknown> => ({ ...Object(row) }));
    return isValidate(path) && status === 200
      ? rows.map((row, i) => change(row, rows.slice(i + 1)))
      : undefined;
  });

/** How deep arrays and objects are within each other, up to 40. */
const depthOf = (value: unknown, at = 0): number =>
  typeof value !== "object" || value === null || at === 40
    ? 0
    : 1 + Object.values(value).reduce<number>((most, each) => Math.max(most, depthOf(each, at + 1)), 0);

const namesIn = (rows: readonly object[]) => new Set(rows.flatMap((row) => Object.keys(row))).size;

/** Takes a value of a member for another one. */
const takes = (path: (path: string, method: string) => boolean, value: RegExp, meant: string) =>
  instead((call, forward) =>
    path(call.path, call.method) && value.test(call.text)
      ? forward(resent(call, { body: call.text.replace(value, meant) }))
      : undefined,
  );

/** Servers that keep a promise all but once: at its very bound, in a sibling, or for what is nearly the same. */
export const brokenNearly: readonly BrokenPromise[] = [
  ...breaks("name-before-address", {
    "two names at one address are one host": model(
      () =>
        new (class extends InMemoryJobs {
          protected override twice(requests: readonly HostRequest[]): InvalidValue[] {
            const addresses = requests.map(({ ipAddress }) => ipAddress);
            const again = addresses.flatMap((address, i) =>
              address && addresses.indexOf(address) < i ? [{ path: `/${i}`, message: "is named twice" }] : [],
            );
            return [...super.twice(requests), ...again];
          }
        })(),
    ),
  }),
  ...breaks("enumerations-are-integers", {
    "names of certificates": takes(isCreate, /"certificateType":"SSH"/, '"certificateType":2'),
    "integers as text": takes(isCreate, /"certificateType":"2"/, '"certificateType":2'),
    "actions as text": takes(isCreate, /"sshTrustActionType":"1"/, '"sshTrustActionType":1'),
    "names, when validated": takes(isValidate, /"certificateType":"SSH"/, '"certificateType":2'),
  }),
  ...breaks("types", {
    "a port as text, when validated": takes(isValidate, /"sshPort":"22"/, '"sshPort":22'),
    "a word for true, when validated": takes(isValidate, /:"true"/, ":true"),
  }),
  ...breaks("row-address", {
    "IPv4 alone, when validated": validatedRows((row) =>
      String(row["ipAddress"]).includes(":")
        ? { ...row, ipAddressError: "must be an IPv4 or IPv6 address" }
        : row,
    ),
  }),
  ...breaks("row-named-twice", {
    "told of both, where they are spelt alike": validatedRows((row, later) =>
      row["dnsHostName"] && later.some((each) => Object(each).dnsHostName === row["dnsHostName"])
        ? { ...row, dnsHostNameError: "is named twice" }
        : row,
    ),
    "not told, where they are spelt alike": validatedRows((row, later) =>
      later.length === 1 ? { ...row, dnsHostNameError: null } : row,
    ),
  }),
  ...breaks("key-other-content", {
    "the path is none of it": model(
      () =>
        new (class extends InMemoryJobs {
          protected override once<T>(
            kept: Map<string, Kept<T>>,
            content: unknown,
            context: SchedulingContext,
            act: () => Result<T>,
          ) {
            const [, names] =
              Object.is(kept, this.kept.ou) && isList(content) ? content : [undefined, content];
            return super.once(kept, names, context, act);
          }
        })(),
    ),
  }),
  ...breaks("wrong-code-keeps-token", {
    "used up by the second wrong code": () => ({
      signIn: (service) => {
        const wrong = new Map<string, number>();
        return {
          async secondStep(step, context) {
            const times = wrong.get(step.token) ?? 0;
            if (times >= 2)
              return { ok: false, rejection: { kind: "invalid token", reason: "unknown" } } as const;
            const outcome = await service.secondStep(step, context);
            if (!outcome.ok) wrong.set(step.token, times + 1);
            return outcome;
          },
        };
      },
    }),
  }),
  ...breaks("new-host-is-the-callers", {
    "an Admin's, who changes it": model(
      () =>
        new (class extends InMemoryJobs {
          override onboard(request: HostRequest, caller: Caller): KnownHost {
            const host = super.onboard(request, caller);
            if (caller.role !== "Admin") return host;
            const taken = { ...host, owner: caller.subject };
            this.hosts.set(host.id, taken);
            this.byIdentity.set(host.identity, taken);
            return taken;
          }
        })(),
    ),
  }),
  ...breaks("admin-sees-all", {
    "and cancels its own alone": model(
      () =>
        new (class extends InMemoryJobs {
          override async cancelJob(jobId: string, context: CallContext): Promise<Result<void>> {
            const { caller } = context;
            const isOthers = jobOf(this.jobs, jobId)?.owner !== caller.subject;
            return caller.role === "Admin" && isOthers ? notFound("No.") : super.cancelJob(jobId, context);
          }
        })(),
    ),
    "but for the newest job of a host": model(
      () =>
        new (class extends InMemoryJobs {
          override async latestJobForHost(hostId: string, context: CallContext) {
            const { caller } = context;
            const found = await super.latestJobForHost(hostId, context);
            if (!found.ok || caller.role !== "Admin") return found;
            return jobOf(this.jobs, found.value.id)?.owner === caller.subject ? found : notFound("No.");
          }
        })(),
    ),
  }),
  ...breaks("row-owners", {
    "anybody may say anything, when validated": model(
      () =>
        new (class extends InMemoryJobs {
          override validateImportedCsv(rows: readonly HostRequest[], { caller, ...context }: CallContext) {
            return super.validateImportedCsv(rows, { ...context, caller: { ...caller, role: "Admin" } });
          }
        })(),
    ),
    "the owner may not, either": validatedRows((row) =>
      row["platformName"] === "Cisco" && String(row["dnsHostName"]).startsWith("validated-by-others")
        ? { ...row, platformNameError: "is not what the host has" }
        : row,
    ),
  }),
  ...breaks("row-errors", {
    "platforms in whatever letters": validatedRows((row) =>
      row["platformName"] === "linux" ? { ...row, platformNameError: null } : row,
    ),
  }),
  ...breaks("row-credential-unknown", {
    "not looked at of a known host": model(
      () =>
        new (class extends InMemoryJobs {
          protected override errorsOf(requests: readonly HostRequest[], caller: Caller) {
            const isKnown = (path: string) => {
              const request = requests[Number(path.split("/")[1])];
              return request !== undefined && this.known(request) !== undefined;
            };
            return super
              .errorsOf(requests, caller)
              .filter(({ path }) => !(path.endsWith("/credentialId") && isKnown(path)));
          }
        })(),
    ),
  }),
  ...breaks("owners-alone-change", {
    "null is another value": model(
      () =>
        new (class extends InMemoryJobs {
          protected override errorsOf(requests: readonly HostRequest[], caller: Caller) {
            const nulls = requests.flatMap((request, i): InvalidValue[] => {
              const owner = this.known(request)?.owner ?? caller.subject;
              const isNull = owner !== caller.subject && request.platformName === null;
              return isNull ? [{ path: `/${i}/platformName`, message: "is not what the host has" }] : [];
            });
            return [...super.errorsOf(requests, caller), ...nulls];
          }
        })(),
    ),
  }),
  ...breaks("row-name", {
    "labels of 62 characters at most": instead((call) =>
      call.method === "POST" && rowsOf(call).some((row) => /^x{63}\./.test(String(row["dnsHostName"])))
        ? problem(400, "/0/dnsHostName")
        : undefined,
    ),
  }),
  ...breaks("same-refusal", {
    "passwords are trimmed": () => ({
      signIn: (service) => ({
        firstStep: ({ Password, ...step }, context) =>
          service.firstStep({ ...step, Password: Password.trim() }, context),
      }),
    }),
  }),
  ...breaks("token-not-cached", {
    "but for the second step": changing(({ path }, response) =>
      path === "/signin2fa" && response.status === 200
        ? withHeader(response, "Cache-Control", "private")
        : undefined,
    ),
  }),
  ...breaks("status-of-a-job", {
    "queued, as long as one waits and none is scanned": eachJob((job) => {
      const hosts = hostsIn(job)?.map(({ status }) => status) ?? [];
      const isWaiting = hosts.includes(ActionStatus.Queued) && !hosts.includes(ActionStatus.Running);
      return isWaiting ? { ...job, status: ActionStatus.Queued, statusDescription: "Queued." } : job;
    }),
  }),
  ...breaks("body-depth", {
    "31 at most": instead(({ body, method }) =>
      method === "POST" && depthOf(body) === 32 ? problem(400, "") : undefined,
    ),
    "33, too": instead(({ body, path }) =>
      isValidate(path) && depthOf(body) === 33 ? Response.json([]) : undefined,
    ),
  }),
  ...breaks("body-names", {
    "999 at most": instead((call) => (namesIn(rowsOf(call)) === 1_000 ? problem(413) : undefined)),
    "1,001, too": instead((call) =>
      isValidate(call.path) && namesIn(rowsOf(call)) === 1_001 ? Response.json([]) : undefined,
    ),
  }),
];
