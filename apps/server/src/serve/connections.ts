import type { Server } from "node:http";
import { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { addressKey } from "@hostscan/core";
import { problemBytes } from "./problem-answers.ts";

/** How many connections a server holds; 0 for any number. */
export interface ConnectionLimits {
  readonly total: number;
  /** From one address, or one /64 of IPv6. */
  readonly perAddress: number;
  /** Whose connections the limit per address does not concern, such as those of a proxy. */
  readonly isExempt?: ((address: string) => boolean) | undefined;
  /** Hears of each connection that is refused, and by which limit. */
  readonly onRefused?: ((limit: "total" | "address") => void) | undefined;
}

/** Bytes that are still read of a connection that was answered for the last time. */
const LINGER_BYTES = 32_000_000;

/** Connections over the limit that are told so and waited for; any more are closed as they come. */
const MOST_TOLD = 100;
const TELL_MS = 1_000;

const TOO_MANY = problemBytes({
  kind: "unavailable",
  detail: "There are too many connections.",
  headers: { "Retry-After": "5" },
});

/** A server sees IPv4 callers under such addresses where it listens on `::`. */
const MAPPED = /^::ffff:(?=\d+\.)/i;

/** The connections of a server, each of which ends. */
export interface Connections {
  /** Every connection, also one that has not got as far as HTTP. */
  readonly open: ReadonlySet<Socket>;
  /** Whether a connection has been answered for the last time: what still comes there is no request. */
  isClosing(socket: Duplex): boolean;
  /** Sends the last answer, and closes. */
  endWith(socket: Duplex, bytes: string): void;
}

/**
 * Watches the connections of a server: refuses those over its limits, and closes each as RFC 9112, 9.6 wants it. Bytes
 * that come in on a closed socket have the other side's kernel throw away the answer; so it is ended first, and read for
 * at most `lingerMs` until the other side has ended, too. Then it is destroyed, whatever the other side does.
 */
export function watchConnections(
  server: Server | TlsServer,
  lingerMs: number,
  limits?: ConnectionLimits,
): Connections {
  const open = new Set<Socket>();
  const closing = new WeakSet<Duplex>();
  const perNetwork = new Map<string, number>();
  let told = 0;

  function linger(socket: Duplex, ms = lingerMs): void {
    if (closing.has(socket) || socket.destroyed) return;
    closing.add(socket);
    let left = LINGER_BYTES;
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.once("close", () => clearTimeout(timer));
    socket.on("error", () => socket.destroy());
    socket.once("end", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      left -= chunk.byteLength;
      if (left < 0) socket.destroy();
    });
    socket.resume();
  }

  function count(socket: Socket): "total" | "address" | undefined {
    open.add(socket);
    const address = socket.remoteAddress?.replace(MAPPED, "") ?? "";
    const network = addressKey(address);
    const fromThere = (perNetwork.get(network) ?? 0) + 1;
    perNetwork.set(network, fromThere);
    socket.once("close", () => {
      open.delete(socket);
      const left = (perNetwork.get(network) ?? 1) - 1;
      if (left > 0) perNetwork.set(network, left);
      else perNetwork.delete(network);
    });
    if (!limits) return undefined;
    if (limits.total > 0 && open.size > limits.total) return "total";
    const isOver = limits.perAddress > 0 && fromThere > limits.perAddress;
    return isOver && !limits.isExempt?.(address) ? "address" : undefined;
  }

  function refuse(socket: Socket): void {
    // Over TLS nothing can be told before the handshake, which is what there is too much of.
    if (server instanceof TlsServer || told >= MOST_TOLD) {
      socket.destroy();
      return;
    }
    told += 1;
    socket.once("close", () => {
      told -= 1;
    });
    linger(socket, TELL_MS);
    socket.end(TOO_MANY);
  }

  /** Node's own way to close after an answer destroys as soon as that is sent. */
  function closeGently(socket: Socket): void {
    socket.destroySoon = () => {
      socket.end();
      linger(socket);
    };
  }

  server.on("connection", (socket: Socket) => {
    const limit = count(socket);
    if (!(server instanceof TlsServer)) closeGently(socket);
    if (!limit) return;
    limits?.onRefused?.(limit);
    refuse(socket);
  });
  server.on("secureConnection", closeGently);

  return {
    open,
    isClosing: (socket) => closing.has(socket),
    endWith(socket, bytes) {
      socket.end(bytes);
      linger(socket);
    },
  };
}
