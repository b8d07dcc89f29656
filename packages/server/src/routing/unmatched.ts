import type { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import { METHOD_NAME_ALL } from "hono/router";
import { PRIVATE_HEADERS } from "../answer-headers.ts";
import { problemResponse } from "../problems/problem-response.ts";
import { answerCall, type CallWatchers } from "../request/answer-call.ts";
import type { Call } from "../request/call.ts";
import { allowedMethods } from "./allowed-methods.ts";
import { shadowedRoutes } from "./shadowed-routes.ts";

/**
 * Answers what no operation takes, without asking who calls: `OPTIONS` with the methods of the path, another wrong
 * method with 405, a wrong path with 404. To be called before any operation is registered, as a router takes the first
 * route that fits; paths that are added to the app later are known here all the same.
 */
export function registerUnmatched(app: OpenAPIHono, watchers: CallWatchers): void {
  const answerUnmatched = answerCall(watchers, undefined, (call) =>
    respond(allowedOn(call.context.req.path), call),
  );

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

function respond(allowed: readonly string[], { context, requestId }: Call): Response {
  const { method } = context.req;
  if (allowed.length === 0)
    return problemResponse({ kind: "not-found", detail: "There is no such path." }, requestId);
  const headers = { Allow: allowed.join(", ") };
  if (method === "OPTIONS")
    return new Response(null, {
      status: 204,
      headers: { ...PRIVATE_HEADERS, ...headers, "X-Request-Id": requestId },
    });
  const detail = `${method} is not a method of this path.`;
  return problemResponse({ kind: "method-not-allowed", detail, headers }, requestId);
}
