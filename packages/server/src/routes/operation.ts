import type { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import { type Problem, problemKinds, type Rejection, type TokenVerifier } from "@hostscan/core";
import type { Env, MiddlewareHandler, Schema } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { authentication, role } from "../middleware/authenticate.ts";
import type { WatchCalls } from "../middleware/call.ts";
import type { ClientAddress } from "../middleware/client-address.ts";
import { type CrossSiteCheck, sameSite } from "../middleware/cross-site.ts";
import { limitByAddress, limitBySubject, type RateLimiter } from "../middleware/limit.ts";
import type { MadeUpTokens } from "../middleware/made-up-tokens.ts";
import { type Override, overriding } from "../middleware/override.ts";
import { validate } from "../middleware/validate.ts";
import { type Answering, problemDetails, problemHeaders, rejectionProblem } from "../problem.ts";

/** The longest body of a step of signing in: nobody has said yet who sends it. */
const MAX_SIGN_IN_BYTES = 10_000;

/** What the middleware of operations is made of. */
export interface Checks {
  readonly watch: WatchCalls;
  readonly tokens: TokenVerifier;
  readonly limit: RateLimiter | undefined;
  readonly madeUp: MadeUpTokens;
  readonly addressOf: ClientAddress;
  readonly checkSite: CrossSiteCheck;
  readonly maxBodyBytes: number;
  readonly override: Override | undefined;
  readonly unserved: Override | undefined;
}

type Routes = typeof routes;

/** A route of the contract. */
export type Route = Routes[keyof Routes];

/** The operations that no handler of an app serves, by the paths and methods of its type. */
export type Unserved<S> = {
  [Id in keyof Routes]: S extends Record<
    ReturnType<Routes[Id]["getRoutingPath"]>,
    Record<`$${Routes[Id]["method"]}`, object>
  >
    ? never
    : Id;
}[keyof Routes];

/**
 * Takes an app that serves every operation of the contract; another one does not compile. While an operation is added,
 * and nothing has been compiled yet, one without a handler may be answered in its place, as the mock does.
 */
export function registerUnserved<S extends Schema>(
  app: OpenAPIHono<Env, S>,
  checks: Checks,
  _missing: Record<Unserved<S>, never>,
): void {
  const open = forCallers(checks);
  const served = new Set(app.routes.map(({ method, path }) => `${method} ${path}`));
  for (const route of Object.values<Route>(routes)) {
    const path = route.getRoutingPath();
    if (served.has(`${route.method.toUpperCase()} ${path}`)) continue;
    app.on(
      route.method,
      path,
      ...open(route).middleware,
      overriding(checks.unserved, route.operationId),
      () => {
        throw new Error(`${route.operationId} has no handler`);
      },
    );
  }
}

/**
 * The middleware of an operation that a caller with a role makes, in its order: who calls, how often, may they, and what
 * do they want.
 */
export function forCallers(checks: Checks) {
  const { watch, tokens, limit, madeUp, addressOf, maxBodyBytes, override } = checks;
  const authenticate = authentication(tokens, madeUp, addressOf);
  const limited = limitBySubject(limit);

  return <R extends Route>(route: R) =>
    validatedHere(route, [
      watch({ route: route.path, operation: route.operationId }),
      authenticate,
      limited,
      role(route["x-roles"]),
      validate(route, maxBodyBytes),
      overriding(override, route.operationId),
    ]);
}

/** The middleware of a step of signing in, which has no caller yet: from which page, how often, what do they want. */
export function forVisitors(checks: Checks) {
  const { watch, limit, addressOf, checkSite, maxBodyBytes, override } = checks;
  const sameSiteOnly = sameSite(checkSite);
  const limited = limitByAddress(limit, addressOf);

  return <R extends Route, M extends MiddlewareHandler[]>(route: R, ...own: M) =>
    validatedHere(route, [
      watch({ route: route.path, operation: route.operationId }),
      sameSiteOnly,
      limited,
      ...own,
      validate(route, Math.min(maxBodyBytes, MAX_SIGN_IN_BYTES)),
      overriding(override, route.operationId),
    ]);
}

/**
 * Gives a route its middleware, and keeps what a request holds for the types alone: `openapi` copies what it can
 * enumerate, and would put validators of its own beside that of the list.
 */
function validatedHere<R extends Route, M extends MiddlewareHandler[]>(route: R, middleware: [...M]) {
  return Object.defineProperty({ ...route, middleware }, "request", { enumerable: false });
}

type StatusOfProblem<R extends Route> = {
  [Status in keyof R["responses"]]: R["responses"][Status] extends {
    content: { "application/problem+json": object };
  }
    ? Status
    : never;
}[keyof R["responses"]] &
  ContentfulStatusCode;

/** Answers what the port rejected. It may reject in more ways than an operation declares; that would break the contract. */
export const rejected = <R extends Route>(c: Answering, route: R, rejection: Rejection) =>
  answerDeclared(c, route, rejectionProblem(rejection));

/** Answers with a problem that the contract declares for the operation. */
export function answerDeclared<R extends Route>(c: Answering, route: R, problem: Problem) {
  const { status } = problemKinds[problem.kind];
  if (isDeclared(route, status)) {
    return c.json(problemDetails(problem, c.get("requestId")), status, problemHeaders(problem));
  }
  throw new Error(
    `The service rejected ${route.operationId} as ${problem.kind}, but ${status} is not declared for it`,
  );
}

function isDeclared<R extends Route>(
  { responses }: R,
  status: ContentfulStatusCode,
): status is StatusOfProblem<R> {
  return status in responses;
}
