import { SshTrustActionType } from "@hostscan/contract";
import type { HostRequest, SchedulingContext } from "@hostscan/core";
import {
  finishScan,
  InMemoryJobs,
  type KnownHost,
  type Onboarder,
  type ScanRecord,
} from "@hostscan/server/testing";
import { eachHost, jobOf, model } from "./jobs.ts";
import { type BrokenPromise, breaks, instead, problem, rowsOf } from "./mutant.ts";

/** Answers the job as it is now, also to a call that is repeated. */
class AsNow extends InMemoryJobs {
  override async scanHost(id: string, context: SchedulingContext) {
    const found = await super.scanHost(id, context);
    const job = found.ok ? jobOf(this.jobs, found.value.id) : undefined;
    return job ? { ok: true as const, value: this.show(job) } : found;
  }
  override async scanHosts(ids: readonly string[], context: SchedulingContext) {
    const found = await super.scanHosts(ids, context);
    const jobs = found.ok ? found.value.flatMap(({ id }) => jobOf(this.jobs, id) ?? []) : [];
    return found.ok ? { ok: true as const, value: jobs.map((job) => this.show(job)) } : found;
  }
}

/** What a known host has becomes what a new one has, where a call does not state it. */
const forgets = (...members: readonly (keyof KnownHost["settings"])[]) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override onboard(request: HostRequest, caller: Onboarder): KnownHost {
          const known = this.known(request);
          const defaults = members.map((member) => [
            member,
            member === "sshTrustActionType" ? SshTrustActionType.ErrorOnThumbprintMismatch : undefined,
          ]);
          if (known) known.settings = { ...known.settings, ...Object.fromEntries(defaults) };
          return super.onboard(request, caller);
        }
      })(),
  );

/** Mistakes as implementers make them in jobs and hosts: of a database, a cache or a race. */
export const brokenPlausiblyInJobs: readonly BrokenPromise[] = [
  ...breaks("other-jobs-not-touched", {
    "those that wait for the host": model(
      () =>
        new (class extends InMemoryJobs {
          protected override cancelRecord(record: ScanRecord) {
            super.cancelRecord(record);
            for (const each of this.open)
              if (each.host === record.host && each.status === 0) super.cancelRecord(each);
          }
        })(),
    ),
  }),
  ...breaks("never-scanned-twice-at-once", {
    "nor after a scan that was cancelled": () => {
      const busy = new Set<unknown>();
      return {
        memory: new (class extends InMemoryJobs {
          protected override cancelRecord(record: ScanRecord) {
            if (record.status === 1) busy.add(record.host);
            super.cancelRecord(record);
          }
          protected override tick() {
            const held = [...this.open].filter(({ host, status }) => status === 0 && busy.has(host));
            for (const each of held) this.open.delete(each);
            super.tick();
            for (const each of held) this.open.add(each);
          }
        })(),
      };
    },
  }),
  ...breaks("cancel-cancels-the-rest", {
    "no more than the first hosts": model(
      () =>
        new (class extends InMemoryJobs {
          protected override cancelRecord(record: ScanRecord) {
            const job = this.jobs.find(({ records }) => records.includes(record));
            if ((job?.records.indexOf(record) ?? 0) < 2) super.cancelRecord(record);
          }
        })(),
    ),
  }),
  ...breaks("known-host-keeps", {
    "but for the address": forgets("ipAddress"),
    "but for the certificate": forgets("certificateType"),
    "but for the platform": forgets("platformName"),
    "but for the key": forgets("trustedThumbprint"),
    "but for the action": forgets("sshTrustActionType"),
  }),
  ...breaks("rows-schedule-nothing", {
    "known hosts are changed": model(
      () =>
        new (class extends InMemoryJobs {
          override validateImportedCsv(...[rows, context]: Parameters<InMemoryJobs["validateImportedCsv"]>) {
            for (const row of rows)
              if (this.known(row)?.owner === context.caller.subject) this.onboard(row, context.caller);
            return super.validateImportedCsv(rows, context);
          }
        })(),
    ),
  }),
  ...breaks("what-is-known", {
    "nothing of a host while it is scanned": eachHost((host) =>
      host["status"] === 1 ? { ...host, os: null } : host,
    ),
    "nothing of a host that has failed": eachHost((host) =>
      host["status"] === 3 ? { ...host, os: null } : host,
    ),
    "nothing of a host that was cancelled": eachHost((host) =>
      host["status"] === 4 ? { ...host, ipAddress: null } : host,
    ),
  }),
  ...breaks("owners-alone-change", {
    "thumbprints are compared as text": instead((call) =>
      call.authorization === "Bearer other-token" &&
      rowsOf(call).some(({ trustedThumbprint }) => /^([0-9a-f]{2}:?){32}$/i.test(`${trustedThumbprint}`))
        ? problem(400, "/0/trustedThumbprint")
        : undefined,
    ),
  }),
  ...breaks("new-host-is-the-callers", {
    "nobody's, where an organizational unit has named it": model(
      () =>
        new (class extends InMemoryJobs {
          private readonly ownerless = new Set<KnownHost>();
          override async scanOrganizationalUnit(
            ...[id, names, context]: Parameters<InMemoryJobs["scanOrganizationalUnit"]>
          ) {
            const before = new Set(this.hosts.values());
            const found = await super.scanOrganizationalUnit(id, names, context);
            for (const host of this.hosts.values()) if (!before.has(host)) this.ownerless.add(host);
            return found;
          }
          protected override errorsOf(...[rows, caller]: Parameters<InMemoryJobs["errorsOf"]>) {
            return super.errorsOf(rows, caller).filter(({ path, message }) => {
              const row = rows[Number(path.split("/")[1])];
              const host = row && this.known(row);
              return !(host && this.ownerless.has(host) && message.startsWith("is not what"));
            });
          }
        })(),
    ),
    "whoever's has named it last": model(
      () =>
        new (class extends InMemoryJobs {
          override onboard(request: HostRequest, caller: Onboarder): KnownHost {
            return Object.assign(super.onboard(request, caller), {
              owner: caller.identity ?? caller.subject,
            });
          }
        })(),
    ),
  }),
  ...breaks("known-host-keeps", {
    "not where another row of the call is wrong": model(
      () =>
        new (class extends InMemoryJobs {
          override createJob(...[rows, context]: Parameters<InMemoryJobs["createJob"]>) {
            const wrong = new Set(this.errorsOf(rows, context.caller).map(({ path }) => path.split("/")[1]));
            for (const [i, row] of rows.entries())
              if (wrong.size > 0 && !wrong.has(`${i}`) && this.known(row)) this.onboard(row, context.caller);
            return super.createJob(rows, context);
          }
        })(),
    ),
  }),
  ...breaks("cancel-holds-at-once", {
    "the scan under way still tells what it has found": model(
      () =>
        new (class extends InMemoryJobs {
          private readonly late: ScanRecord[] = [];
          protected override cancelRecord(record: ScanRecord) {
            if (record.status === 1) this.late.push(record);
            super.cancelRecord(record);
          }
          protected override tick() {
            super.tick();
            for (const record of this.late.splice(0)) {
              const before = { ...record };
              finishScan(Object.assign(record, { status: 1 }));
              if (record.status === 1) Object.assign(record, before);
            }
          }
        })(),
    ),
  }),
  ...breaks("failed-tells-why", {
    "in one word": eachHost((host) =>
      host["status"] === 3 ? { ...host, statusDescription: "Failed" } : host,
    ),
  }),
  ...breaks("key-same-answer", { "the job as it is now, of known hosts": model(() => new AsNow()) }),
  ...breaks("key-once", {
    "looks, and keeps what comes first": () => {
      const kept = new Map<string, string>();
      return {
        through: async (request, forward) => {
          const key = request.headers.get("Idempotency-Key") ?? "";
          const isNew = ![...kept.keys()].some((known) => known.startsWith(`${key} `));
          const id = `${key} ${request.url} ${request.headers.get("Authorization")} ${await request.clone().text()}`;
          const under = kept.get(id) ?? (isNew && /^[!-~]{1,255}$/.test(key) ? crypto.randomUUID() : key);
          if (key === "") return forward(request);
          const response = await forward(
            new Request(request, {
              headers: [...new Headers(request.headers), ["Idempotency-Key", under]]
                .filter(
                  ([name], i, all) =>
                    all.findLastIndex(([other]) => other?.toLowerCase() === name?.toLowerCase()) === i,
                )
                .map(([name = "", value = ""]): [string, string] => [name, value]),
            }),
          );
          if (response.ok) kept.set(id, under);
          return response;
        },
      };
    },
  }),
];
