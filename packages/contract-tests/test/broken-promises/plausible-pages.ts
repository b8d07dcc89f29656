import { invalidMember, type SchedulingContext } from "@hostscan/core";
import { InMemoryJobs, type KnownHost, type Onboarder } from "@hostscan/server/testing";
import { hostsIn, jobOf, model } from "./jobs.ts";
import { type BrokenPromise, breaks, type Call, changing, changingJson, withHeader } from "./mutant.ts";

const isPage = ({ method, path }: Pick<Call, "method" | "path">) => method === "GET" && path === "";

/** Cuts pages by the call that has scheduled a job: those of one call have the same time. */
class ByTime extends InMemoryJobs {
  private now = 0;
  private isWithin = false;
  private readonly at = new Map<string, number>();

  override async scanHosts(ids: readonly string[], context: SchedulingContext) {
    this.now += 1;
    this.isWithin = true;
    const found = await super.scanHosts(ids, context);
    this.isWithin = false;
    return found;
  }
  override schedule(hosts: readonly KnownHost[], caller: Onboarder) {
    const job = super.schedule(hosts, caller);
    if (!this.isWithin) this.now += 1;
    this.at.set(job.id, this.now);
    return job;
  }
  override async listJobs({ limit, after }: { readonly limit: number; readonly after?: string }) {
    this.tick();
    const before = after === undefined ? Number.POSITIVE_INFINITY : Number(after || "none");
    if (Number.isNaN(before)) return invalidMember("after", "is no cursor of this list");
    const rest = this.jobs.filter(({ id }) => (this.at.get(id) ?? 0) < before);
    const page = rest.slice(0, limit);
    const next = rest.length > limit ? { next: `${this.at.get(page.at(-1)?.id ?? "") ?? 0}` } : {};
    return { ok: true as const, value: { jobs: page.map((job) => this.show(job)), ...next } };
  }
}

/** Lists the jobs in the order in which they were last changed. */
class ByChange extends InMemoryJobs {
  override async cancelJob(...[id, context]: Parameters<InMemoryJobs["cancelJob"]>) {
    const done = await super.cancelJob(id, context);
    const job = jobOf(this.jobs, id);
    if (job && done.ok) this.jobs.unshift(...this.jobs.splice(this.jobs.indexOf(job), 1));
    return done;
  }
}

/** The hosts of what is read, by something that the database has them in. */
const readBy =
  (order: (host: Record<string, unknown>, hosts: Map<string, number>) => string | number) => () => {
    const seen = new Map<string, number>();
    return changingJson((json, { method }, status) => {
      const hosts = status === 200 ? hostsIn(json) : undefined;
      for (const { hostId } of hosts ?? []) if (!seen.has(`${hostId}`)) seen.set(`${hostId}`, seen.size);
      const places = hosts?.map((host) => [order(host, seen), host] as const);
      return places && method === "GET"
        ? {
            ...json,
            hostScanHostStatus: places.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, host]) => host),
          }
        : undefined;
    })();
  };

/** Mistakes as implementers make them in pages and in what is read: of a database, or to save calls of it. */
export const brokenPlausiblyInPages: readonly BrokenPromise[] = [
  ...breaks("link-leads-on", {
    "from the root, past a proxy's prefix": changing((_call, response) => {
      const link = response.headers.get("Link");
      return link ? withHeader(response, "Link", link.replace("<?", "</api/v1/HostScanJob?")) : undefined;
    }),
    "past jobs of the same time": model(() => new ByTime()),
  }),
  ...breaks("newest-first", { "changed last first": model(() => new ByChange()) }),
  ...breaks("list-shows-hosts", {
    "20 of each job": changingJson((json, call, status) =>
      status === 200 && isPage(call) && "0" in json
        ? Object.values(json).map((job) => ({
            ...Object(job),
            hostScanHostStatus: hostsIn(Object(job))?.slice(0, 20),
          }))
        : undefined,
    ),
    "those of the first job alone": changingJson((json, call, status) =>
      status === 200 && isPage(call) && "0" in json
        ? Object.values(json).map((job, i) => (i === 0 ? job : { ...Object(job), hostScanHostStatus: [] }))
        : undefined,
    ),
    "less of what has ended": changingJson((json, call, status) =>
      status === 200 && isPage(call) && "1" in json
        ? Object.values(json).map((job) => ({
            ...Object(job),
            hostScanHostStatus: hostsIn(Object(job))?.map((host) => ({ ...host, ipAddress: null, os: null })),
          }))
        : undefined,
    ),
    "complete, where others have failed": changingJson((json, call, status) =>
      status === 200 && isPage(call) && "0" in json
        ? Object.values(json).map((job) => ({
            ...Object(job),
            status: Object(job).status === 5 ? 2 : Object(job).status,
          }))
        : undefined,
    ),
  }),
  ...breaks("create-one-job", {
    "of the first 100 hosts": model(
      () =>
        new (class extends InMemoryJobs {
          override schedule(hosts: readonly KnownHost[], caller: Onboarder) {
            return super.schedule(hosts.slice(0, 100), caller);
          }
        })(),
    ),
  }),
  ...breaks("multiple-in-order", {
    "but for the third and those behind it": changingJson((json, { path }, status) => {
      const jobs = Object.values(json);
      return path === "/ByHostIdMultiple" && status === 200 && jobs.length > 2
        ? [...jobs.slice(0, 2), ...jobs.slice(2).toReversed()]
        : undefined;
    }),
  }),
  ...breaks("bounds", {
    "other letters than Latin ones are lost where jobs are read": changing(async ({ method }, response) =>
      method === "GET"
        ? new Response((await response.clone().text()).replaceAll(/\P{ASCII}/gu, "?"), {
            status: response.status,
            headers: response.headers,
          })
        : undefined,
    ),
  }),
  ...breaks("foreign-cursor", {
    "what begins with one": model(
      () =>
        new (class extends InMemoryJobs {
          override listJobs(...[{ limit, after }, context]: Parameters<InMemoryJobs["listJobs"]>) {
            const cursor = after === undefined ? {} : { after: after.slice(0, 37) };
            return super.listJobs({ limit, ...cursor }, context);
          }
        })(),
    ),
  }),
  ...breaks("hosts-in-order", {
    "the order in which they were onboarded": readBy(({ hostId }, seen) => seen.get(`${hostId}`) ?? 0),
    "the order of their ids": readBy(({ hostId }) => `${hostId}`),
  }),
  ...breaks("record-per-job", {
    "one for each host": changing(async (_call, response) => {
      const ids = /"hostScanHostId":"[^"]*","hostId":"([^"]*)"/g;
      const text = await response.clone().text();
      const changed = text.replace(ids, '"hostScanHostId":"$1","hostId":"$1"');
      return new Response(changed || null, { status: response.status, headers: response.headers });
    }),
  }),
];
