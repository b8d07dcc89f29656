import type { Problem } from "@hostscan/core";
import type { Context, MiddlewareHandler } from "hono";
import { answerProblem } from "../problem.ts";
import type { CallEnv } from "./call.ts";
import { peerAddress, type TrustedProxies } from "./client-address.ts";
import { type Origins, originCheck } from "./cross-origin.ts";

/** From where pages may post besides the server's own. */
export interface CrossSiteRule {
  /** Origins that CORS admits, too. */
  readonly origins: Origins;
  readonly proxies?: TrustedProxies | undefined;
}

/** Tells why a call must not be carried out that a page of another site made a browser send; undefined if it may. */
export type CrossSiteCheck = (context: Pick<Context, "env" | "req">) => Problem | undefined;

const REFUSAL: Problem = {
  kind: "forbidden",
  detail: "A page of another site may not sign anybody in.",
};

/**
 * Makes the check against posts that a page of another site has a browser send (login CSRF): CORS keeps the answer from
 * such a page, not the call from its effect. A caller without `Origin` and `Sec-Fetch-Site` is no browser.
 *
 * `Sec-Fetch-Site` is what the browser itself found, also where a proxy gives this server another `Host`. Browsers leave
 * it out over plain HTTP; then `Origin` is held against the host that was called.
 */
export function crossSiteCheck({ origins, proxies }: CrossSiteRule): CrossSiteCheck {
  const admits = originCheck(origins);

  return ({ env, req }) => {
    const origin = req.header("Origin");
    if (origin !== undefined && admits(origin)) return undefined;
    const site = req.header("Sec-Fetch-Site");
    if (origin === "null" || (site !== undefined && site !== "same-origin" && site !== "none"))
      return REFUSAL;
    if (origin === undefined || site === "same-origin") return undefined;
    const peer = peerAddress(env);
    const isProxied = peer !== undefined && proxies?.isTrusted(peer) === true;
    const hosts = [req.header("Host") ?? hostOf(req.url), ...(isProxied ? forwardedHosts(req, proxies) : [])];
    return hosts.some((host) => isOwn(origin, host)) ? undefined : REFUSAL;
  };
}

/** The hosts that trusted proxies were called by. A page cannot have a browser send these headers unasked. */
function forwardedHosts(req: Context["req"], proxies: TrustedProxies | undefined): string[] {
  const header = proxies?.header === "forwarded" ? req.header("Forwarded") : req.header("X-Forwarded-Host");
  const elements = header?.split(",") ?? [];
  if (proxies?.header !== "forwarded") return elements.map((element) => element.trim());
  return elements.flatMap((element) => /(?:^|;)\s*host="?([^\s;"]+)/i.exec(element)?.[1] ?? []);
}

/** Whether an origin is of a host as `Host` writes it. Its scheme may be a proxy's, and is not asked for. */
function isOwn(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  const own = `${protocol}//${host}`;
  return /^https?:$/.test(protocol) && URL.canParse(own) && new URL(own).host === originHost;
}

const hostOf = (url: string): string => new URL(url).host;

/** Ends calls that {@link CrossSiteCheck} refuses. */
export function sameSite(check: CrossSiteCheck): MiddlewareHandler<CallEnv> {
  return async (c, next) => {
    const foreign = check(c);
    return foreign ? answerProblem(c, foreign) : next();
  };
}
