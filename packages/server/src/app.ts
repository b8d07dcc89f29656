import { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import type { HostScanJobService, SignInService, TokenVerifier } from "@hostscan/core";
import type { Context } from "hono";
import { METHOD_NAME_ALL } from "hono/router";
import { empty } from "./answer.ts";
import {
  answerFailure,
  type CallEnv,
  type CallObserver,
  type RequestLogger,
  type WatchCalls,
  watchCalls,
} from "./middleware/call.ts";
import { clientAddresses, type TrustedProxies } from "./middleware/client-address.ts";
import { type CrossOrigin, crossOrigin } from "./middleware/cross-origin.ts";
import { crossSiteCheck } from "./middleware/cross-site.ts";
import { createRateLimiter, type RateLimit } from "./middleware/limit.ts";
import { countMadeUpTokens } from "./middleware/made-up-tokens.ts";
import type { Override } from "./middleware/override.ts";
import { rememberTokens } from "./middleware/verified-tokens.ts";
import { answerProblem } from "./problem.ts";
import { credentialRoutes } from "./routes/credentials.ts";
import { registerDocuments } from "./routes/document.ts";
import { inventoryRoutes } from "./routes/inventory.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { type Checks, registerUnserved } from "./routes/operation.ts";
import { type Pages, registerPages } from "./routes/pages.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { trustRoutes } from "./routes/trust.ts";

/** A route as the router keeps it: a method, and a path with its parameters behind colons. */
interface RegisteredRoute {
  readonly method: string;
  readonly path: string;
}

/**
 * The methods a path has, for `Allow`; none if there is no such path. A path without parameters goes before one with
 * (OpenAPI, "Path Templating Matching"): `/HostScanJob/ByHostIdMultiple` has only the methods of its own.
 */
export function allowedMethods(routes: readonly RegisteredRoute[], path: string): string[] {
  const matching = routes.filter((route) => matches(route.path, path));
  const exact = matching.filter((route) => route.path === path);
  const methods = new Set((exact.length > 0 ? exact : matching).map((route) => route.method));
  if (methods.has("GET")) methods.add("HEAD");
  if (methods.size > 0) methods.add("OPTIONS");
  return [...methods].sort();
}

/** Whether a path fits a pattern, segment by segment. */
function matches(pattern: string, path: string): boolean {
  const segments = path.split("/");
  const expected = pattern.split("/");
  return (
    segments.length === expected.length &&
    expected.every((name, index) =>
      name.startsWith(":") ? segments[index] !== "" : name === segments[index],
    )
  );
}

/**
 * What a router would take for another path: the methods of a path with parameters, on a path without them that has
 * not got these methods. `GET /HostScanJob/ByHostIdMultiple` is a 405, not the job with the id "ByHostIdMultiple".
 */
export function shadowedRoutes(routes: readonly RegisteredRoute[]): RegisteredRoute[] {
  const fixed = new Set(routes.map(({ path }) => path).filter((path) => !path.includes(":")));
  return [...fixed].flatMap((path) => {
    const own = new Set(routes.filter((route) => route.path === path).map(({ method }) => method));
    const others = routes.filter((route) => matches(route.path, path) && !own.has(route.method));
    return others.map(({ method }) => ({ method, path }));
  });
}

/**
 * Answers requests for what is no operation, without asking who calls: `OPTIONS` with the methods of the path, another
 * wrong method with 405, a wrong path with 404. To be called before any operation is registered, as a router takes the
 * first route that fits; paths that are added to the app later are known here all the same.
 *
 * Hono's own `methodNotAllowed` takes the methods of `/HostScanJob/{id}` for those of `/HostScanJob/ByHostIdMultiple`.
 */
function registerUnmatched(app: OpenAPIHono, watch: WatchCalls): void {
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

/** The longest request body, 10 MB. */
export const MAX_BODY_BYTES = 10_000_000;

/** What a server is made of. */
export interface ServerOptions {
  /** Carries out the calls. */
  readonly jobs: HostScanJobService;
  /** Tells whose token it is. Its verdicts are kept for 5 s at most. */
  readonly tokens: TokenVerifier;
  /** Signs people in. */
  readonly signIn: SignInService;
  /** Takes one line for each call, e.g. a pino logger. Absent: nothing is logged. */
  readonly logger?: RequestLogger;
  /** Hears of each call, to measure or trace it. Absent: it costs nothing. */
  readonly observer?: CallObserver;
  /** The calls each token's subject may make, and each address that signs in. Absent: any number. */
  readonly rateLimit?: RateLimit;
  /** Which pages of other origins may call from a browser, and sign people in. Absent: none. */
  readonly crossOrigin?: CrossOrigin;
  /** The proxies whose word on the caller's address is taken. Absent: the connection's address is the caller's. */
  readonly trustedProxies?: TrustedProxies;
  /** Pages to serve beside the API, such as its reference. Absent: none. */
  readonly pages?: Pages;
  /** The longest request body, in bytes; {@link MAX_BODY_BYTES} unless set. */
  readonly maxBodyBytes?: number;
  /** Answers calls that have passed every check, in the ports' place. Absent: the ports answer all. */
  readonly override?: Override;
  /** Answers calls of operations that the document has and the server does not carry out yet. Absent: they are a 500. */
  readonly unserved?: Override;
}

/**
 * Makes the HTTP side of the Host Scan Job API: a Hono app that serves every operation of the contract over the port,
 * and the contract itself at `/openapi.json` and `/openapi.yaml`.
 *
 * Every error is an RFC 9457 problem; nothing is thrown to the caller. The app knows no database and no clock but the
 * process's own; serve its `fetch` with any runtime Hono runs on. Further routes (`/healthz`) may be added to it.
 */
export function createServer(options: ServerOptions): OpenAPIHono {
  const { jobs, tokens, signIn, logger, observer, rateLimit, trustedProxies: proxies } = options;
  const addressOf = clientAddresses(proxies);
  const watch = watchCalls({ logger, observer, addressOf });
  const app = new OpenAPIHono();
  app.onError(answerFailure);
  if (options.crossOrigin) app.use(crossOrigin(options.crossOrigin));
  registerUnmatched(app, watch);
  registerDocuments(app, watch);
  if (options.pages) registerPages(app, options.pages, watch);
  const checks: Checks = {
    watch,
    tokens: rememberTokens(tokens),
    limit: rateLimit && createRateLimiter(rateLimit),
    madeUp: countMadeUpTokens(),
    addressOf,
    checkSite: crossSiteCheck({ origins: options.crossOrigin?.origins ?? [], proxies }),
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    override: options.override,
    unserved: options.unserved,
  };
  // A path without parameters goes before one with: `/HostScanJob/Host` is the id of no job.
  const served = app
    .route("/", inventoryRoutes(jobs, checks))
    .route("/", trustRoutes(jobs, checks))
    .route("/", credentialRoutes(jobs, checks))
    .route("/", jobRoutes(jobs, checks))
    .route("/", signInRoutes(signIn, checks));
  registerUnserved(served, checks, {});
  return app;
}
