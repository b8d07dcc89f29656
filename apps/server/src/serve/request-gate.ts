import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import type { Problem } from "@hostscan/core";
import type { HostRule } from "./host-rule.ts";

/** In bytes, path and query together; far beyond any that the document has. */
const MAX_TARGET = 8_192;

/** A name, an IPv4 address or an IPv6 one in brackets, and maybe a port. */
const AUTHORITY = /^(\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+)(?::\d{0,5})?$/i;

/** Asked by whoever watches over this process, under the name or address that they know. */
const ASKED_BY_ANY_NAME: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/** What a request's line and `Host` come to. */
export type Admission = "passes" | "asks about the server" | Problem;

const malformed = (detail: string): Problem => ({ kind: "validation", detail });

const MISDIRECTED: Problem = {
  kind: "misdirected",
  detail:
    "The server is called by a host name that is none of its own. HOSTSCAN_ALLOWED_HOSTS names more of them.",
};

/**
 * Judges where a request goes before anything is made of it (RFC 9112, 3.2): one `Host`, a target that is a path, and a
 * name that the server may be called by. An HTTP/1.0 request without `Host` is given the address that it came to.
 */
export function admit(request: IncomingMessage, mayBeCalled: HostRule | undefined): Admission {
  const { url: target = "", method } = request;
  if (target.length > MAX_TARGET)
    return { kind: "uri-too-long", detail: "The path and query are longer than 8,192 bytes." };
  const hosts = hostsOf(request);
  if (hosts.length > 1) return malformed("The request has more than one Host.");
  if (hosts.length === 0 && request.httpVersion !== "1.0") return malformed("The request has no Host.");
  const [host = ownAuthority(request)] = hosts;
  const named = AUTHORITY.exec(host)?.[1];
  if (named === undefined) return malformed("The Host is not a name or an address, with or without a port.");
  request.headers.host = host;

  if (target === "*")
    return method === "OPTIONS" ? "asks about the server" : malformed("Only OPTIONS has the target *.");
  const path = target.replace(/\?.*/s, "");
  if (path.includes("\\")) return malformed("The path holds a backslash.");
  const isAbsolute = !target.startsWith("/");
  if (isAbsolute && !(/^https?:\/\//i.test(target) && URL.canParse(target)))
    return malformed("The request's target is neither a path nor an http URL.");
  const called = isAbsolute ? [named, new URL(target).hostname] : [named];
  // What no Host was sent with comes from no browser.
  const judged = hosts.length > 0 || isAbsolute ? called : [];
  const asked = isAbsolute ? new URL(target).pathname : path;
  if (mayBeCalled && !ASKED_BY_ANY_NAME.has(asked) && !judged.every(mayBeCalled)) return MISDIRECTED;
  return "passes";
}

/** Node keeps the first of several in `headers`. */
function hostsOf({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "host");
}

function ownAuthority({ socket }: IncomingMessage): string {
  const { localAddress = "localhost", localPort = socket instanceof TLSSocket ? 443 : 80 } = socket;
  return `${localAddress.includes(":") ? `[${localAddress}]` : localAddress}:${localPort}`;
}
