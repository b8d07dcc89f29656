import { OpenAPIHono } from "@hono/zod-openapi";
import type { HostScanJobService, SignInService, TokenVerifier } from "@hostscan/core";
import { answerFailure, type CallObserver, type RequestLogger, watchCalls } from "./middleware/call.ts";
import { clientAddresses, type TrustedProxies } from "./middleware/client-address.ts";
import { type CrossOrigin, crossOrigin } from "./middleware/cross-origin.ts";
import { crossSiteCheck } from "./middleware/cross-site.ts";
import { createRateLimiter, type RateLimit } from "./middleware/limit.ts";
import { countMadeUpTokens } from "./middleware/made-up-tokens.ts";
import type { Override } from "./middleware/override.ts";
import { rememberTokens } from "./middleware/verified-tokens.ts";
import { registerDocuments } from "./routes/document.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { type Checks, registerUnserved } from "./routes/operation.ts";
import { type Pages, registerPages } from "./routes/pages.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { registerUnmatched } from "./routes/unmatched.ts";

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
  const watch = watchCalls({ logger, observer });
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
    addressOf: clientAddresses(proxies),
    checkSite: crossSiteCheck({ origins: options.crossOrigin?.origins ?? [], proxies }),
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    override: options.override,
    unserved: options.unserved,
  };
  const served = app.route("/", jobRoutes(jobs, checks)).route("/", signInRoutes(signIn, checks));
  registerUnserved(served, checks, {});
  return app;
}
