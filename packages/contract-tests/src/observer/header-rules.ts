import type { Operation } from "../document/operations.ts";
import type { Exchange } from "./exchange.ts";

/** Says what is wrong with a header's value, where a schema cannot. */
type HeaderRule = (value: string, exchange: Exchange, siblings: readonly Operation[]) => string | undefined;

/** Methods that a server may offer without the document naming them (RFC 9110, 9.3). */
const unnamed = new Set(["HEAD", "OPTIONS"]);

/** Rules by header name in lower case; `siblings` are the operations of the same path. */
export const headerRules: Readonly<Record<string, HeaderRule>> = {
  allow(value, _exchange, siblings) {
    const offered = value.split(",").map((method) => method.trim());
    const declared = siblings.map(({ method }) => method);
    const missing = declared.filter((method) => !offered.includes(method));
    const surplus = offered.filter((method) => !declared.includes(method) && !unnamed.has(method));
    if (missing.length + surplus.length === 0) return undefined;
    return `is "${value}", but the document has ${declared.join(", ")}`;
  },

  link(value, { url }) {
    const target = /^\s*<([^>]*)>\s*;\s*rel="next"\s*$/.exec(value)?.[1];
    if (target === undefined) return `is "${value}", not <…>; rel="next" (RFC 8288)`;
    const next = new URL(target, url);
    return next.pathname === url.pathname
      ? undefined
      : `leads to ${next.pathname}, another path than the page's`;
  },

  ratelimit: (value) =>
    /^"[^"]+"(?=.*;\s*r=\d+)(?=.*;\s*t=\d+)/.test(value) ? undefined : `is ${value}, without r and t`,

  "ratelimit-policy": (value) =>
    /^"[^"]+"(?=.*;\s*q=\d+)(?=.*;\s*w=\d+)/.test(value) ? undefined : `is ${value}, without q and w`,

  "www-authenticate": (value) =>
    /^Bearer(\s|$)/i.test(value) ? undefined : `is "${value}", not the Bearer scheme (RFC 6750)`,

  "x-request-id"(value, { requestHeaders }) {
    const sent = requestHeaders.get("X-Request-Id");
    if (sent === null || sent === value || !/^[A-Za-z0-9._-]{1,128}$/.test(sent)) return undefined;
    return `is "${value}" although the caller chose "${sent}"`;
  },
};
