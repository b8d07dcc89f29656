import type { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import type { Context } from "hono";
import { METHOD_NAME_ALL } from "hono/router";
import { empty } from "../answer.ts";
import type { CallEnv, WatchCalls } from "../middleware/call.ts";
import { answerProblem } from "../problem.ts";
import { allowedMethods, shadowedRoutes } from "./allowed-methods.ts";

/**
 * Answers requests for what is no operation, without asking who calls: `OPTIONS` with the methods of the path, another
 * wrong method with 405, a wrong path with 404. To be called before any operation is registered, as a router takes the
 * first route that fits; paths that are added to the app later are known here all the same.
 *
 * Hono's own `methodNotAllowed` takes the methods of `/HostScanJob/{id}` for those of `/HostScanJob/ByHostIdMultiple`.
 */
export function registerUnmatched(app: OpenAPIHono, watch: WatchCalls): void {
  const watched = watch();
  const answerUnmatched = async (c: Context): Promise<Response> => {
    await watched(c, async () => {
      c.res = respond(c, allowedOn(c.req.path));
    });
    return c.res;
  };

  const operations = Object.values(routes).map((route) => ({
    method: route.method,
    path: route.getRoutingPath(),
  }));
  for (const { method, path } of shadowedRoutes(operations)) app.on(method, path, answerUnmatched);
  app.notFound(answerUnmatched);

  function allowedOn(path: string): string[] {
    return allowedMethods(
      app.routes.filter(({ handler, method }) => handler !== answerUnmatched && method !== METHOD_NAME_ALL),
      path,
    );
  }
}

function respond(c: Context<CallEnv>, allowed: readonly string[]): Response {
  const { method } = c.req;
  if (allowed.length === 0) return answerProblem(c, { kind: "not-found", detail: "There is no such path." });
  c.header("Allow", allowed.join(", "));
  if (method === "OPTIONS") return empty(c, 204);
  return answerProblem(c, { kind: "method-not-allowed", detail: `${method} is not a method of this path.` });
}
