import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import { answerClientError, unreadableRequest } from "./client-error.ts";

/** Where to listen; port 0 takes a free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** What another port is chosen by; `--port` where absent. */
  readonly flag?: string;
}

export interface HttpServer {
  readonly port: number;
  /**
   * Takes no more requests, lets those in flight finish for at most `graceMs` milliseconds and resolves once
   * every connection is closed.
   */
  close(graceMs: number): Promise<void>;
}

/** Milliseconds, and bytes of header fields; a request is bounded as a whole, so that no slow sender holds a connection. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
};

/** Answers a request; `env` holds Node's own request and response. */
export type Fetch = Parameters<typeof getRequestListener>[0];

/**
 * Serves a fetch handler over HTTP.
 *
 * @throws {CommandFailure} with `ExitCode.Unavailable` where the address cannot be listened on.
 */
export async function listen(
  fetch: Fetch,
  address: ListenAddress,
  limits: Partial<typeof LIMITS> = {},
): Promise<HttpServer> {
  const server = createServer(
    { ...LIMITS, ...limits },
    getRequestListener(fetch, { errorHandler: unreadableRequest }),
  );
  server.on("clientError", answerClientError);
  // A connection whose last request was in flight when the closing began is idle only afterwards.
  server.on("request", (_, response) => {
    response.once("close", () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  const port = await bind(server, address);
  return { port, close: (graceMs) => close(server, graceMs) };
}

function bind(server: Server, address: ListenAddress): Promise<number> {
  const { host, port } = address;
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, address)));
    server.listen(port, host, () => resolve(portOf(server.address(), port)));
  });
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return typeof address === "object" && address !== null ? address.port : asked;
}

function cannotListen(error: Error, { host, port, flag = "--port" }: ListenAddress): CommandFailure {
  const inUse = "code" in error && error.code === "EADDRINUSE";
  const message = inUse
    ? `port ${port} on ${host} is in use: stop what holds it or choose another with ${flag} (0 takes a free one)`
    : `cannot listen on ${host}, port ${port}: ${error.message}`;
  return new CommandFailure(ExitCode.Unavailable, message);
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const limit = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(limit);
}
