import type { SchedulingContext } from "@hostscan/core";
import { credentialId, defaults, InMemoryJobs, type KnownHost } from "@hostscan/server/testing";
import { hostsIn, model } from "./jobs.ts";
import { type BrokenPromise, breaks, changingJson, instead, isList, problem } from "./mutant.ts";

/** Takes other ids than those that were sent. */
const takesIds = (change: (ids: readonly string[], model: InMemoryJobs) => readonly string[]) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override scanHosts(hostIds: readonly string[], context: SchedulingContext) {
          return super.scanHosts(change(hostIds, this), context);
        }
      })(),
  );

/** Takes other names than those that were sent. */
const takesNames = (change: (names: readonly string[], model: InMemoryJobs) => readonly string[]) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override scanOrganizationalUnit(id: string, names: readonly string[], context: SchedulingContext) {
          return super.scanOrganizationalUnit(id, change(names, this), context);
        }
      })(),
  );

/** Has known hosts keep something else than what they had. */
const forgets = (keep: (settings: KnownHost["settings"]) => KnownHost["settings"]) =>
  takesNames((names, { byIdentity }) => {
    for (const host of byIdentity.values())
      if (names.some((name) => name === host.dnsHostName)) host.settings = keep(host.settings);
    return names;
  });

/** Changes the hosts of the job that `ByHostId` answers. */
const scannedAgain = (change: (hosts: Record<string, unknown>[]) => object[]) =>
  changingJson((json, { path, method }) => {
    const hosts = path.startsWith("/ByHostId/") && method === "POST" ? hostsIn(json) : undefined;
    return hosts && { ...json, hostScanHostStatus: change(hosts) };
  });

const jobsIn = (json: Readonly<Record<string, unknown>>, path: string) =>
  path === "/ByHostIdMultiple" && "1" in json ? Object.values(json) : undefined;

const byHostId = (...jobs: [unknown, unknown]): number => {
  const [a, b] = jobs.map((job) => `${hostsIn(Object(job))?.[0]?.["hostId"]}`);
  return `${a}`.localeCompare(`${b}`);
};

export const brokenScheduling: readonly BrokenPromise[] = [
  ...breaks("scan-again-one-host", {
    "also another one": scannedAgain((hosts) => [...hosts, { hostId: crypto.randomUUID(), status: 0 }]),
  }),
  ...breaks("host-id-stays", {
    "a new one for each scan": scannedAgain((hosts) =>
      hosts.map((host) => ({ ...host, hostId: crypto.randomUUID() })),
    ),
  }),
  ...breaks("no-key-schedules-anew", {
    "the job that waits already": model(
      () =>
        new (class extends InMemoryJobs {
          override async scanHost(hostId: string, context: SchedulingContext) {
            const waits = this.jobs.find(
              ({ records: [record, ...more] }) =>
                more.length === 0 && record?.host.id === hostId && record.status === 0,
            );
            return waits ? { ok: true as const, value: this.show(waits) } : super.scanHost(hostId, context);
          }
        })(),
    ),
  }),
  ...breaks("scan-again-unknown", {
    "404": instead(({ path, method, authorization }) =>
      /^\/ByHostId\/[0-9a-f-]{36}$/.test(path) && method === "POST" && authorization === "Bearer app-token"
        ? problem(404)
        : undefined,
    ),
  }),
  ...breaks("multiple-job-for-each", {
    "one id for all": changingJson((json, { path }) =>
      jobsIn(json, path)?.map((job) => ({ ...Object(job), id: Object(json["0"]).id })),
    ),
    "one job for all": changingJson((json, { path }) => jobsIn(json, path)?.slice(0, 1)),
  }),
  ...breaks("multiple-in-order", {
    "the last one first": changingJson((json, { path }) => jobsIn(json, path)?.toReversed()),
    "by their ids": changingJson((json, { path }) => jobsIn(json, path)?.toSorted(byHostId)),
    "by their ids, the last one first": changingJson((json, { path }) =>
      jobsIn(json, path)?.toSorted((a, b) => byHostId(b, a)),
    ),
  }),
  ...breaks("multiple-unknown", {
    "leaves it out": takesIds((ids, { hosts }) => {
      const known = ids.filter((id) => hosts.has(id.toLowerCase()));
      return known.length > 0 ? known : ids;
    }),
  }),
  ...breaks("multiple-names-once", {
    "once is enough": takesIds((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]),
    "told apart by their letters": instead(({ path, body }) =>
      path === "/ByHostIdMultiple" && isList(body) && new Set(body).size === 2 && /[A-F]/.test(`${body[1]}`)
        ? Response.json([], { headers: { "X-Request-Id": "a" } })
        : undefined,
    ),
  }),
  ...breaks("multiple-all-or-none", {
    "schedules those before the bad one": model(
      () =>
        new (class extends InMemoryJobs {
          override async scanHosts(hostIds: readonly string[], context: SchedulingContext) {
            const known = await super.scanHosts(hostIds, context);
            const first = this.hosts.get(hostIds[0] ?? "");
            if (!known.ok && first) this.schedule([first], context.caller);
            return known;
          }
        })(),
    ),
  }),
  ...breaks("ou-one-job", { "of the first name alone": takesNames((names) => names.slice(0, 1)) }),
  ...breaks("ou-in-order", { "by their letters": takesNames((names) => names.toSorted()) }),
  ...breaks("ou-known-keep", {
    "their address is gone": forgets(({ ipAddress: _, ...kept }) => kept),
    "their trust is that of new ones": forgets((kept) => ({ ...kept, ...defaults })),
    "their platform is gone": forgets(({ platformName: _, ...kept }) => kept),
    "a new host each time": takesNames((names, known) => {
      known.byIdentity.clear();
      return names;
    }),
  }),
  ...breaks("ou-credential", {
    "any credential": model(
      () =>
        new (class extends InMemoryJobs {
          override scanOrganizationalUnit(_id: string, names: readonly string[], context: SchedulingContext) {
            return super.scanOrganizationalUnit(credentialId, names, context);
          }
        })(),
    ),
  }),
  ...breaks("ou-name", {
    "leaves out what is none": takesNames((names) => names.filter((name) => !name.includes(" "))),
  }),
  ...breaks("ou-names-once", {
    "once is enough": takesNames(([first = "", second = "", ...more]) =>
      second.toLowerCase().replace(/\.$/, "") === first
        ? [first]
        : second === ""
          ? [first]
          : [first, second, ...more],
    ),
  }),
  ...breaks("ou-whole-or-not", {
    "onboards the good ones": model(
      () =>
        new (class extends InMemoryJobs {
          override async scanOrganizationalUnit(
            id: string,
            names: readonly string[],
            context: SchedulingContext,
          ) {
            const known = await super.scanOrganizationalUnit(id, names, context);
            if (!known.ok) this.onboard({ dnsHostName: names[0] ?? "", credentialId }, context.caller);
            return known;
          }
        })(),
    ),
  }),
];
