import { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Context } from "hono";

/** The proxies in front of a server. */
export interface TrustedProxies {
  /** Whether an address is one of theirs. */
  isTrusted(address: string): boolean;
  /** The one header that they write. Another one is the caller's, who may write there what they like. */
  readonly header: "x-forwarded-for" | "forwarded";
}

/** Tells the address that a call comes from. */
export type ClientAddress = (context: Pick<Context, "env" | "req">) => string;

/** Stands for the address of a call that came without a socket. */
const NONE = "none";

/** A server on `::` sees its IPv4 callers under such addresses. */
const MAPPED = /^::ffff:(?=\d+\.)/i;

/** `for=192.0.2.1`, `For="[2001:db8::1]:443"` (RFC 7239, section 4). */
const FOR = /(?:^|;)\s*for\s*=\s*("[^"]*"|[^\s;"]+)\s*(?:;|$)/i;

/** An address, maybe in brackets and with a port (RFC 7239, section 6). */
const NODE = /^(?:\[([^\]]+)\]|([\d.]+))(?::\w+)?$/;

/** The address at the other end of a request's connection, written as IPv4 where it is one; undefined without a socket. */
export function peerAddress(env: unknown): string | undefined {
  return incomingOf(env)?.socket.remoteAddress?.replace(MAPPED, "");
}

/**
 * The one place that tells where calls come from: the address of the connection or, where that is a trusted proxy's, the
 * last address in the header that is none of theirs. What stands before that, anybody may have written.
 */
export function clientAddresses(proxies?: TrustedProxies): ClientAddress {
  return ({ env, req }) => {
    const peer = peerAddress(env);
    if (peer === undefined) return NONE;
    if (!proxies?.isTrusted(peer)) return peer;
    let nearest = peer;
    for (const address of forwardedAddresses(proxies.header, req.header(proxies.header)).reverse()) {
      // A proxy that does not tell hides who is behind it.
      if (address === undefined) return nearest;
      nearest = address;
      if (!proxies.isTrusted(address)) return nearest;
    }
    return nearest;
  };
}

/**
 * The addresses that a header of proxies names, the caller's first; undefined for what is none (`unknown`, `_hidden`).
 */
export function forwardedAddresses(
  header: TrustedProxies["header"],
  value: string | undefined,
): (string | undefined)[] {
  if (value === undefined) return [];
  const elements = value.split(",").map((element) => element.trim());
  return elements.map((element) => readNode(header === "forwarded" ? forOf(element) : element));
}

function forOf(element: string): string {
  return FOR.exec(element)?.[1]?.replaceAll('"', "") ?? "";
}

function readNode(node: string): string | undefined {
  const [, bracketed, plain] = NODE.exec(node) ?? [];
  const address = bracketed ?? plain ?? node;
  return isIP(address) === 0 ? undefined : address;
}

/** Node's own request, which @hono/node-server hands on beside the web one; undefined without a socket. */
export function incomingOf(env: unknown): IncomingMessage | undefined {
  if (typeof env !== "object" || env === null || !("incoming" in env)) return undefined;
  return env.incoming instanceof IncomingMessage ? env.incoming : undefined;
}
