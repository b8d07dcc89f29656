import type { Context } from "hono";
import { forwardedAddresses } from "./forwarded-addresses.ts";
import { incomingOf } from "./incoming.ts";

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
