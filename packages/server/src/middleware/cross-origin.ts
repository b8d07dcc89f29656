import type { Context, MiddlewareHandler } from "hono";

/** Origins as browsers write them, e.g. `https://portal.example`, or what knows them. There is no wildcard. */
export type Origins = readonly string[] | ((origin: string) => boolean);

/** Which pages of other origins may call from a browser (CORS). */
export interface CrossOrigin {
  readonly origins: Origins;
  /** Headers that their requests may have besides those of the API. */
  readonly sent?: readonly string[];
  /** Headers of answers that they may read besides those of the API. */
  readonly shown?: readonly string[];
}

/** Whether a text is an origin as browsers write it. */
export function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** What tells whether an origin is one of these. */
export function originCheck(origins: Origins): (origin: string) => boolean {
  if (typeof origins === "function") return origins;
  const listed = new Set(origins);
  return (origin) => listed.has(origin);
}

const PREFLIGHT_SECONDS = 600;
const SENT = [
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-None-Match",
  "X-Request-Id",
  // A page's trace goes on in the server's (W3C Trace Context).
  "traceparent",
  "tracestate",
];
const SHOWN = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"];

/**
 * Lets pages of these origins call (Fetch Standard, "CORS protocol"). Cookies stay out of it: a page sends the token
 * that it has, and no token that a browser would add by itself.
 *
 * What a preflight asks is answered as any `OPTIONS`: an unknown path is 404, and `Allow` has the methods.
 */
export function crossOrigin({ origins, sent = [], shown = [] }: CrossOrigin): MiddlewareHandler {
  const admits = originCheck(origins);
  const allSent = [...SENT, ...sent].join(", ");
  const allShown = [...SHOWN, ...shown].join(", ");

  return async (context, next) => {
    await next();
    const { headers } = context.res;
    // Also without an origin: a cache must not give one caller's answer to another.
    headers.append("Vary", "Origin");
    const origin = context.req.header("Origin");
    if (origin === undefined || !admits(origin)) return;
    headers.set("Access-Control-Allow-Origin", origin);
    if (isPreflight(context)) {
      headers.set("Access-Control-Allow-Methods", headers.get("Allow") ?? "");
      headers.set("Access-Control-Allow-Headers", allSent);
      headers.set("Access-Control-Max-Age", `${PREFLIGHT_SECONDS}`);
    } else {
      headers.set("Access-Control-Expose-Headers", allShown);
    }
  };
}

const isPreflight = ({ req }: Context): boolean =>
  req.method === "OPTIONS" && req.header("Access-Control-Request-Method") !== undefined;
