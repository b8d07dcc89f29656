import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import { answerClientError, answerUriTooLong, unreadableRequest } from "./client-error.ts";
import { secureContextOptions, type TlsIdentities } from "./tls/tls-identity.ts";

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

/** In bytes, path and query together; far beyond any that the document has. */
const MAX_URL = 8_192;

export interface ServingOptions extends Partial<typeof LIMITS> {
  /** Serves HTTPS; plain HTTP where absent. */
  readonly tls?: TlsIdentities | undefined;
}

/** Answers a request; `env` holds Node's own request and response. */
export type Fetch = Parameters<typeof getRequestListener>[0];

/**
 * Serves a fetch handler over HTTP or HTTPS.
 *
 * @throws {CommandFailure} with `ExitCode.Unavailable` where the address cannot be listened on.
 */
export async function listen(
  fetch: Fetch,
  address: ListenAddress,
  { tls, ...limits }: ServingOptions = {},
): Promise<HttpServer> {
  const options = { ...LIMITS, ...limits };
  const answer = bounded(getRequestListener(fetch, { errorHandler: unreadableRequest }));
  const server = tls ? createHttps(options, tls, answer) : createServer(options, answer);
  const connections = openConnections(server);
  server.on("clientError", answerClientError);
  // A connection whose last request was in flight when the closing began is idle only afterwards.
  server.on("request", (_, response) => {
    response.once("close", () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  const port = await bind(server, address);
  if (tls) server.once("close", followIdentities(server, tls));
  return { port, close: (graceMs) => close(server, connections, graceMs) };
}

function createHttps(options: typeof LIMITS, tls: TlsIdentities, answer: RequestListener): TlsServer {
  const { strictSeconds } = tls;
  const strictly: RequestListener = (request, response) => {
    response.setHeader("Strict-Transport-Security", `max-age=${strictSeconds}`);
    return answer(request, response);
  };
  const server = createTlsServer(
    { ...options, ...secureContextOptions(tls.first), handshakeTimeout: options.headersTimeout },
    strictSeconds === undefined ? answer : strictly,
  );
  // Without a handshake there is nobody to answer in a way they would understand.
  server.on("tlsClientError", (_, socket) => socket.destroy());
  return server;
}

/** A connection keeps what it has agreed on; new ones are shown the new identity. */
function followIdentities(server: Server | TlsServer, tls: TlsIdentities): () => void {
  return tls.follow((identity) => {
    if (server instanceof TlsServer) server.setSecureContext(secureContextOptions(identity));
  });
}

/** Every connection, also one that has not got as far as HTTP. */
function openConnections(server: Server | TlsServer): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return connections;
}

function bounded(answer: RequestListener): RequestListener {
  return (request, response) =>
    (request.url ?? "").length > MAX_URL ? answerUriTooLong(response) : answer(request, response);
}

function bind(server: Server | TlsServer, address: ListenAddress): Promise<number> {
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

async function close(
  server: Server | TlsServer,
  connections: ReadonlySet<Socket>,
  graceMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const limit = setTimeout(() => {
    for (const connection of connections) connection.destroy();
  }, graceMs);
  await closed;
  clearTimeout(limit);
}
