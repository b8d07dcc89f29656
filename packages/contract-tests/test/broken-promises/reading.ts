import { ActionStatus } from "@hostscan/contract";
import { isFinal } from "@hostscan/contract/job-status";
import type { CallContext } from "@hostscan/core";
import {
  finishScan,
  InMemoryJobs,
  type KnownHost,
  type Onboarder,
  type ScanRecord,
} from "@hostscan/server/testing";
import { eachHost, jobOf, model } from "./jobs.ts";
import {
  type BrokenPromise,
  breaks,
  changing,
  changingJson,
  instead,
  isList,
  problem,
  resent,
  withHeader,
} from "./mutant.ts";

const { Queued, Running } = ActionStatus;

export const brokenReading: readonly BrokenPromise[] = [
  ...breaks("ended-never-changes", {
    "shows what the newest scan of its host found": model(
      () =>
        new (class extends InMemoryJobs {
          override schedule(hosts: readonly KnownHost[], caller: Onboarder) {
            for (const record of this.jobs.flatMap(({ records }) => records))
              if (hosts.includes(record.host) && isFinal(record.status))
                record.statusDescription = "Scanned again";
            return super.schedule(hosts, caller);
          }
        })(),
    ),
  }),
  ...breaks("shows-last-found", {
    "nothing while it waits": eachHost((host) =>
      host["status"] === Queued ? { ...host, os: null, name: null, version: null } : host,
    ),
  }),
  ...breaks("never-scanned-twice-at-once", {
    "each job by itself": model(
      () =>
        new (class extends InMemoryJobs {
          protected override tick() {
            for (const record of this.jobs.flatMap(({ records }) => records)) {
              if (record.status === Running) finishScan(record);
              else if (record.status === Queued)
                Object.assign(record, { status: Running, statusDescription: "Running" });
            }
          }
        })(),
    ),
  }),
  ...breaks("other-jobs-not-touched", {
    "all scans of the host": model(
      () =>
        new (class extends InMemoryJobs {
          protected override cancelRecord(record: ScanRecord) {
            for (const each of this.jobs.flatMap(({ records }) => records))
              if (each.host === record.host) super.cancelRecord(each);
          }
        })(),
    ),
  }),
  ...breaks("newest-with-all-hosts", {
    "the host alone": changingJson((json, { path, method }) =>
      path.startsWith("/ByHostId/") && method === "GET" && isList(json["hostScanHostStatus"])
        ? {
            ...json,
            hostScanHostStatus: json["hostScanHostStatus"].filter(
              (host) => Object(host).hostId === path.slice(10).toLowerCase(),
            ),
          }
        : undefined,
    ),
    "the oldest": model(
      () =>
        new (class extends InMemoryJobs {
          override async latestJobForHost(hostId: string) {
            const job = this.jobs.findLast(({ records }) =>
              records.some(({ host }) => host.id === hostId.toLowerCase()),
            );
            const none = { ok: false, rejection: { kind: "not-found", detail: "None." } } as const;
            return job ? { ok: true as const, value: this.show(job) } : none;
          }
        })(),
    ),
  }),
  ...breaks("job-followed-by-id", {
    "the newest of the same hosts": model(
      () =>
        new (class extends InMemoryJobs {
          override async getJob(jobId: string, context: CallContext) {
            const [record] = jobOf(this.jobs, jobId)?.records ?? [];
            return record ? super.latestJobForHost(record.host.id, context) : super.getJob(jobId, context);
          }
        })(),
    ),
  }),
  ...breaks("limit-bounds", {
    "100 at most": instead(({ query }) =>
      Number(query.get("limit")) > 100 && Number(query.get("limit")) <= 200
        ? problem(400, "limit")
        : undefined,
    ),
    "199 at most": instead(({ query }) => (query.get("limit") === "200" ? problem(400, "limit") : undefined)),
    "201, too": instead((call, forward) =>
      call.query.get("limit") === "201"
        ? forward(resent(call, { url: call.request.url.replace("201", "200") }))
        : undefined,
    ),
    "0 is the default": instead((call, forward) =>
      call.query.get("limit") === "0"
        ? forward(resent(call, { url: call.request.url.replace("limit=0", "limit=50") }))
        : undefined,
    ),
    "the default for what is none": instead((call, forward) =>
      call.query.get("limit") === "many"
        ? forward(resent(call, { url: call.request.url.replace("many", "50") }))
        : undefined,
    ),
    "a job too many": changingJson((json, { query, path }, status) =>
      status === 200 && path === "" && query.get("limit") === "1" && "0" in json
        ? [json["0"], json["0"]]
        : undefined,
    ),
  }),
  ...breaks("limit-default", {
    "20": instead((call, forward) =>
      call.method === "GET" && call.path === "" && call.query.get("limit") === null
        ? forward(resent(call, { url: `${call.request.url}?limit=20` }))
        : undefined,
    ),
    "100": instead((call, forward) =>
      call.method === "GET" && call.path === "" && call.query.get("limit") === null
        ? forward(resent(call, { url: `${call.request.url}?limit=100` }))
        : undefined,
    ),
  }),
  ...breaks("newest-first", {
    "oldest first": changingJson((json, { path, method }, status) =>
      status === 200 && path === "" && method === "GET" && "0" in json
        ? Object.values(json).toReversed()
        : undefined,
    ),
  }),
  ...breaks("link-leads-on", {
    "to pages of the default": changing((_call, response) => {
      const link = response.headers.get("Link");
      return link ? withHeader(response, "Link", link.replace(/limit=\d+&/, "")) : undefined;
    }),
    nowhere: changing((_call, response) =>
      response.headers.has("Link") ? withHeader(response, "Link", undefined) : undefined,
    ),
  }),
  ...breaks("link-absent-at-end", {
    "on every page that is full": model(
      () =>
        new (class extends InMemoryJobs {
          override async listJobs(
            asked: { readonly limit: number; readonly after?: string },
            context: CallContext,
          ) {
            const listed = await super.listJobs(asked, context);
            const last = listed.ok && listed.value.jobs.at(-1);
            return last && listed.ok && listed.value.jobs.length === asked.limit
              ? { ok: true as const, value: { ...listed.value, next: `c${last.id}` } }
              : listed;
          }
        })(),
    ),
    "to an empty page": instead(async (call, forward) => {
      if (call.method !== "GET" || call.path !== "") return undefined;
      if (call.query.get("after") === "end") return Response.json([], { headers: { "X-Request-Id": "a" } });
      const response = await forward(call.request);
      const link = '</api/v1/HostScanJob?limit=200&after=end>; rel="next"';
      return response.status === 200 && !response.headers.has("Link")
        ? withHeader(response, "Link", link)
        : response;
    }),
  }),
  ...breaks("pages-do-not-shift", {
    "counted from the newest": model(
      () =>
        new (class extends InMemoryJobs {
          override async listJobs(
            { limit, after }: { readonly limit: number; readonly after?: string },
            context: CallContext,
          ) {
            const start = Number(after ?? 0);
            if (!Number.isInteger(start)) return super.listJobs({ limit, after: "none" }, context);
            const jobs = this.jobs.slice(start, start + limit).map((job) => this.show(job));
            const next = start + limit < this.jobs.length ? { next: `${start + limit}` } : {};
            return { ok: true as const, value: { jobs, ...next } };
          }
        })(),
    ),
  }),
  ...breaks("foreign-cursor", {
    "the first page for what is none": instead((call, forward) =>
      call.query.get("after") === "not-a-cursor"
        ? forward(resent(call, { url: call.request.url.replace(/\?.*/, "") }))
        : undefined,
    ),
    "an empty page for a job that nobody has": instead(({ query }) =>
      /^[0-9a-f-]{36}$/.test(query.get("after") ?? "")
        ? Response.json([], { headers: { "X-Request-Id": "a" } })
        : undefined,
    ),
    "the first page for an empty one": instead((call, forward) =>
      call.query.get("after") === ""
        ? forward(resent(call, { url: call.request.url.replace(/\?.*/, "") }))
        : undefined,
    ),
  }),
  ...breaks("list-shows-hosts", {
    "without hosts": changingJson((json, { path, method }, status) =>
      status === 200 && path === "" && method === "GET" && "0" in json
        ? Object.values(json).map((job) => ({ ...Object(job), hostScanHostStatus: null }))
        : undefined,
    ),
    "as it was scheduled": changingJson((json, { path, method }, status) =>
      status === 200 && path === "" && method === "GET" && "0" in json
        ? Object.values(json).map((job) => ({ ...Object(job), statusDescription: "Queued." }))
        : undefined,
    ),
  }),
];
