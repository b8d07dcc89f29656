import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { components } from "../src/index.ts";
import { routes } from "../src/routes.ts";

declare const job: components["schemas"]["HostScanJobStatus"];
declare const problem: components["schemas"]["ProblemDetails"];
declare const authenticate: MiddlewareHandler;
const app = new OpenAPIHono();
const getJob = { ...routes.GetJobStatus, middleware: [authenticate] };

app.openapi(getJob, (c) => {
  const { hostScanJobId } = c.req.valid("param");
  return hostScanJobId === "" ? c.json(problem, 404) : c.json(job, 200);
});

app.openapi({ ...routes.ByHostIdMultipleAsync, middleware: [authenticate] }, (c) => {
  const ids: string[] = c.req.valid("json");
  const key: string | undefined = c.req.valid("header")["idempotency-key"];
  return c.json(ids.length > 1 && key ? [job] : [], 200);
});

app.openapi(routes.Get, (c) => {
  const limit: number = c.req.valid("query").limit;
  return c.json([job].slice(0, limit), 200);
});

// @ts-expect-error: a status that the document does not declare
app.openapi(getJob, (c) => c.json(job, 201));

// @ts-expect-error: the body of another status
app.openapi(getJob, (c) => c.json(job, 404));

// @ts-expect-error: another body
app.openapi(getJob, (c) => c.json({ id: 7 }, 200));

// @ts-expect-error: no body
app.openapi(getJob, (c) => c.body(null, 200));

// @ts-expect-error: one where the document says many
app.openapi(routes.Get, (c) => c.json(job, 200));

// @ts-expect-error: a part of the request that the document does not declare
app.openapi(getJob, (c) => c.json(c.req.valid("json"), 200));
