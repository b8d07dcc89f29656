import { SshTrustActionType } from "@hostscan/contract";
import type { HostRequest, SchedulingContext } from "@hostscan/core";
import { InMemoryJobs, type KnownHost, type Onboarder, type ScanRecord } from "@hostscan/server/testing";
import { eachHost, jobOf, model } from "./jobs.ts";
import { type BrokenPromise, breaks, type Call, changingJson, instead, problem, rowsOf } from "./mutant.ts";

const isValidate = ({ path }: Pick<Call, "path">) => path === "/ValidateImportedCSV";

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

/** Leaves out the faults of some rows, by what was sent and the row's number. */
const overlooksRows = (isOverlooked: (row: number, rows: readonly HostRequest[]) => boolean) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        protected override twice(rows: readonly HostRequest[]) {
          return super.twice(rows).filter(({ path }) => !isOverlooked(Number(path.slice(1)), rows));
        }
      })(),
  );

const validatedRows = (change: (row: Record<string, unknown>) => object) =>
  changingJson((json, call, status) =>
    isValidate(call) && status === 200
      ? Object.values(json).map((row) => change({ ...Object(row) }))
      : undefined,
  );

const errorsOf = ["dnsHostNameError", "ipAddressError", "platformNameError", "credentialNameError"];

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
  ...breaks("create-names-once", {
    "but for those with others between": overlooksRows(
      (row, rows) => rows[row - 1]?.dnsHostName?.toLowerCase() !== rows[row]?.dnsHostName?.toLowerCase(),
    ),
    "addresses are compared as text": overlooksRows(
      (row, rows) =>
        !rows[row]?.dnsHostName &&
        rows.filter(({ ipAddress }) => ipAddress === rows[row]?.ipAddress).length < 2,
    ),
  }),
  ...breaks("port-default", {
    "a Windows at another port is another host": overlooksRows(
      (row, rows) => rows[row]?.platformName === "Windows" && (rows[row]?.sshPort || 22) !== 22,
    ),
  }),
  ...breaks("row-errors", {
    "the first error of a row": validatedRows((row) => {
      const first = errorsOf.find((error) => row[error] !== null);
      return {
        ...row,
        ...Object.fromEntries(errorsOf.map((error) => [error, error === first ? row[error] : null])),
      };
    }),
  }),
  ...breaks("rows-as-sent", {
    "but for rows in error": validatedRows((row) =>
      errorsOf.some((error) => row[error] !== null)
        ? { ...row, os: String(row["os"] ?? "").trim() || null }
        : row,
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
