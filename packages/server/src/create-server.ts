import { OpenAPIHono } from "@hono/zod-openapi";
import type { HostScanJobService, SignInService, TokenVerifier } from "@hostscan/core";
import { countMadeUpTokens } from "./authentication/made-up-tokens.ts";
import { createRateLimiter, type RateLimit } from "./authentication/rate-limit.ts";
import { rememberTokens } from "./authentication/verified-tokens.ts";
import { registerDocuments } from "./documents.ts";
import { handlers } from "./handlers/index.ts";
import { registerOperations } from "./operations/register-operations.ts";
import type { StandIn } from "./operations/stand-in.ts";
import { type Pages, registerPages } from "./pages/register-pages.ts";
import type { CallObserver } from "./request/call-observer.ts";
import { clientAddresses, type TrustedProxies } from "./request/client-address.ts";
import { type CrossOrigin, crossOrigin } from "./request/cross-origin.ts";
import { crossSiteCheck } from "./request/cross-site.ts";
import type { RequestLogger } from "./request/request-log.ts";
import { registerUnmatched } from "./routing/unmatched.ts";

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
  readonly standIn?: StandIn;
}

/**
 * Makes the HTTP side of the Host Scan Job API: a Hono app that serves every operation of the contract over the port,
 * and the contract itself at `/openapi.json` and `/openapi.yaml`.
 *
 * Every error is an RFC 9457 problem; nothing is thrown to the caller. The app knows no database and no clock but the
 * process's own; serve its `fetch` with any runtime Hono runs on. Further routes (`/healthz`) may be added to it.
 */
export function createServer(options: ServerOptions): OpenAPIHono {
  const {
    jobs,
    tokens,
    signIn,
    logger,
    observer,
    rateLimit,
    maxBodyBytes = MAX_BODY_BYTES,
    standIn,
  } = options;
  const app = new OpenAPIHono();
  if (options.crossOrigin) app.use(crossOrigin(options.crossOrigin));
  const watchers = { logger, observer };
  registerUnmatched(app, watchers);
  registerDocuments(app, watchers);
  if (options.pages) registerPages(app, options.pages, watchers);
  const limit = rateLimit && createRateLimiter(rateLimit);
  const addressOf = clientAddresses(options.trustedProxies);
  const checkSite = crossSiteCheck({
    origins: options.crossOrigin?.origins ?? [],
    proxies: options.trustedProxies,
  });
  const madeUp = countMadeUpTokens();
  const checks = { limit, madeUp, maxBodyBytes, addressOf, checkSite, standIn };
  const services = { jobs, tokens: rememberTokens(tokens), signIn, ...checks };
  registerOperations(app, handlers, services, watchers);
  return app;
}
