import { OpenAPIHono } from "@hono/zod-openapi";
import type { components } from "@hostscan/contract";
import { routes } from "@hostscan/contract/routes";
import type { HostRequest, HostScanJobService } from "@hostscan/core";
import { empty } from "../answer.ts";
import { contextOf, linkToNext, schedulingContext } from "./call-context.ts";
import { type Checks, forCallers, rejected } from "./operation.ts";

/** The operations of host scan jobs: HTTP in, one call of the port, HTTP out. */
export function jobRoutes(jobs: HostScanJobService, checks: Checks) {
  const open = forCallers(checks);

  return new OpenAPIHono()
    .openapi(open(routes.Get), async (c) => {
      const page = c.req.valid("query");
      const result = await jobs.listJobs(page, contextOf(c));
      if (!result.ok) return rejected(c, routes.Get, result.rejection);
      const { jobs: found, next } = result.value;
      if (next !== undefined) c.header("Link", linkToNext(page, next));
      return c.json([...found], 200);
    })
    .openapi(open(routes.PostListOfIdsAsync), async (c) => {
      const key = c.req.valid("header")["idempotency-key"];
      const result = await jobs.createJob(c.req.valid("json").map(hostRequest), schedulingContext(c, key));
      return result.ok ? c.json(result.value, 200) : rejected(c, routes.PostListOfIdsAsync, result.rejection);
    })
    .openapi(open(routes.ValidateImportedCsv), async (c) => {
      const result = await jobs.validateImportedCsv(c.req.valid("json").map(hostRequest), contextOf(c));
      return result.ok
        ? c.json(result.value, 200)
        : rejected(c, routes.ValidateImportedCsv, result.rejection);
    })
    .openapi(open(routes.ByHostId), async (c) => {
      const key = c.req.valid("header")["idempotency-key"];
      const result = await jobs.scanHost(c.req.valid("param").hostId, schedulingContext(c, key));
      return result.ok ? c.json(result.value, 200) : rejected(c, routes.ByHostId, result.rejection);
    })
    .openapi(open(routes.ByHostIdMultipleAsync), async (c) => {
      const key = c.req.valid("header")["idempotency-key"];
      const result = await jobs.scanHosts(c.req.valid("json"), schedulingContext(c, key));
      return result.ok
        ? c.json(result.value, 200)
        : rejected(c, routes.ByHostIdMultipleAsync, result.rejection);
    })
    .openapi(open(routes.ScheduleJobsByDnsHostNameMultipleAsync), async (c) => {
      const { credentialId } = c.req.valid("param");
      const context = schedulingContext(c, c.req.valid("header")["idempotency-key"]);
      const result = await jobs.scanOrganizationalUnit(credentialId, c.req.valid("json"), context);
      return result.ok
        ? c.json(result.value, 200)
        : rejected(c, routes.ScheduleJobsByDnsHostNameMultipleAsync, result.rejection);
    })
    .openapi(open(routes.GetJobStatusForHost), async (c) => {
      const result = await jobs.latestJobForHost(c.req.valid("param").hostId, contextOf(c));
      return result.ok
        ? c.json(result.value, 200)
        : rejected(c, routes.GetJobStatusForHost, result.rejection);
    })
    .openapi(open(routes.GetJobStatus), async (c) => {
      const result = await jobs.getJob(c.req.valid("param").hostScanJobId, contextOf(c));
      return result.ok ? c.json(result.value, 200) : rejected(c, routes.GetJobStatus, result.rejection);
    })
    .openapi(open(routes.CancelJob), async (c) => {
      const result = await jobs.cancelJob(c.req.valid("param").hostScanJobId, contextOf(c));
      return result.ok ? empty(c, 202) : rejected(c, routes.CancelJob, result.rejection);
    });
}

/** What a request says of a host: members whose null says nothing, and which the answer has no null for, left out. */
function hostRequest({
  credentialId,
  acceptThumbprintOnFirstDiscovery: accept,
  ...said
}: components["schemas"]["HostScanJobRequest"]): HostRequest {
  return {
    ...said,
    ...(typeof credentialId === "string" && { credentialId }),
    ...(typeof accept === "boolean" && { acceptThumbprintOnFirstDiscovery: accept }),
  };
}
