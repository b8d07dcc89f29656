import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer, Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import type { Problem } from "@hostscan/core";
import { ANSWER_HEADERS, PRIVATE_HEADERS, problemAnswer, requestIdOf } from "@hostscan/server";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import { type ConnectionLimits, type Connections, watchConnections } from "./connections.ts";
import type { HostRule } from "./host-rule.ts";
import { type Answers, trackAnswers } from "./pending-answers.ts";
import { clientProblem, MALFORMED, problemBytes, sendProblem } from "./problem-answers.ts";
import { admit } from "./request-gate.ts";
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
   * Goes on for `drainMs` milliseconds in which each connection ends with its next answer, so that those who spread calls
   * over several servers leave this one. Then it takes no more requests, lets those in flight finish for at most
   * `graceMs` milliseconds and resolves once every connection is closed.
   */
  close(graceMs: number, drainMs?: number): Promise<void>;
}

/** Milliseconds, and bytes of header fields; a request is bounded as a whole, so that no slow sender holds a connection. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  /** Longer than the 60 s for which nginx and others keep a connection: who closes first loses no request. */
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
  /** For which a connection is still read after its last answer, so that who is still sending gets that. */
  lingerTimeout: 5_000,
};

/** Milliseconds of a turn in which nobody can have come unseen, and for which such a turn is waited for. */
const QUIET = { turnMs: 0.2, longestMs: 1_000 };

export interface ServingOptions extends Partial<typeof LIMITS> {
  /** Serves HTTPS; plain HTTP where absent. */
  readonly tls?: TlsIdentities | undefined;
  /** By which names it may be called; any where absent. */
  readonly mayBeCalled?: HostRule | undefined;
  /** How many connections it holds; any number where absent. */
  readonly connections?: ConnectionLimits | undefined;
}

/** Answers a request; `env` holds Node's own request and response. */
export type Fetch = Parameters<typeof getRequestListener>[0];

/** What Node serves with: that no `Host` is sent is told by this module, as everything else that is wrong. */
const NODE = { requireHostHeader: false };

/**
 * Serves a fetch handler over HTTP or HTTPS. Every answer, also one from below the handler, is guarded and has a request
 * id, and every connection ends in bounded time, whatever the other side does.
 *
 * @throws {CommandFailure} with `ExitCode.Unavailable` where the address cannot be listened on.
 */
export async function listen(
  fetch: Fetch,
  address: ListenAddress,
  { tls, mayBeCalled, connections: limits, ...given }: ServingOptions = {},
): Promise<HttpServer> {
  const options = { ...NODE, ...LIMITS, ...given };
  const server = tls ? createHttps(options, tls) : createServer(options);
  const connections = watchConnections(server, options.lingerTimeout, limits);
  const answers = trackAnswers(options.requestTimeout);
  // What is left of a body is read, or not, by the connection's own rules.
  const handle = getRequestListener(fetch, { errorHandler: unreadableRequest, autoCleanupIncoming: false });
  server.on("request", guarded(handle, { mayBeCalled, connections, answers }));
  server.on("checkExpectation", guarded(refuseExpectation, { mayBeCalled: undefined, connections, answers }));
  server.on("connect", (_, socket) => connections.endWith(socket, problemBytes(NO_PROXY)));
  server.on("clientError", (error, socket) => answerClientError(error, socket, { connections, answers }));
  let draining = false;
  server.prependListener("request", (_, response) => {
    if (draining) response.shouldKeepAlive = false;
  });
  // A connection whose last request was in flight when the closing began is idle only afterwards.
  server.on("request", (_, response) => {
    response.once("close", () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  const port = await bind(server, address);
  if (tls && server instanceof TlsServer) server.once("close", followIdentities(server, tls));
  return {
    port,
    async close(graceMs, drainMs = 0) {
      draining = true;
      await delay(drainMs);
      await close(server, connections.open, graceMs);
    },
  };
}

interface Guards {
  readonly mayBeCalled: HostRule | undefined;
  readonly connections: Connections;
  readonly answers: Answers;
}

/** What every path of the server may be asked with, for `OPTIONS *`. */
const METHODS = "DELETE, GET, HEAD, OPTIONS, POST";

const NO_PROXY: Problem = { kind: "validation", detail: "The server is no proxy and opens no tunnel." };

const EXPECTATION: Problem = {
  kind: "expectation-failed",
  detail: "The server knows no Expect but 100-continue.",
};

/** Lets a request through to its listener that is well-formed and calls this server. */
function guarded(handle: RequestListener, { mayBeCalled, connections, answers }: Guards): RequestListener {
  return (request, response) => {
    const { socket } = request;
    if (connections.isClosing(socket)) {
      request.resume();
      return;
    }
    if (!answers.add(response, socket)) {
      socket.destroy();
      return;
    }
    const requestId = requestIdOf(single(request.headers["x-request-id"]));
    for (const [name, value] of Object.entries(ANSWER_HEADERS)) response.setHeader(name, value);
    response.setHeader("X-Request-Id", requestId);
    if (hasBody(request)) closeWhereUnread(request, response);
    const admission = admit(request, mayBeCalled);
    if (admission === "passes") return handle(request, response);
    if (admission === "asks about the server")
      return response.writeHead(204, { ...PRIVATE_HEADERS, Allow: METHODS }).end();
    sendProblem(response, admission, requestId, admission.kind !== "misdirected");
  };
}

const single = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"]) > 0;

/**
 * Whoever is answered while still sending is told that this was the last answer: else the rest would have to be read
 * before the next request, however long it is.
 */
function closeWhereUnread(request: IncomingMessage, response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  const write = (...args: Parameters<typeof writeHead>) => {
    if (!request.complete) response.shouldKeepAlive = false;
    return writeHead(...args);
  };
  Object.assign(response, { writeHead: write });
}

const refuseExpectation: RequestListener = (_, response) =>
  sendProblem(response, EXPECTATION, String(response.getHeader("X-Request-Id")));

/** The answer to a request that parses but names no readable address. */
function unreadableRequest(): Response {
  const { status, headers, body } = problemAnswer(MALFORMED, crypto.randomUUID());
  return new Response(body, { status, headers });
}

/** Answers what never became a request, unless an earlier one on the connection has not got its answer. */
function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  { connections, answers }: Pick<Guards, "connections" | "answers">,
): void {
  if (connections.isClosing(socket)) return;
  const problem = clientProblem(error, socket);
  if (!problem) return void socket.destroy();
  const [pending, ...more] = answers.of(socket);
  // The one that is pending is the one that did not arrive whole.
  const isItsAnswer = pending && more.length === 0 && !pending.headersSent && !pending.req.complete;
  if (!pending || isItsAnswer) connections.endWith(socket, problemBytes(problem));
  else if (pending.headersSent) connections.endWith(socket, "");
  else for (const response of [pending, ...more]) response.shouldKeepAlive = false;
}

function createHttps(options: typeof LIMITS & typeof NODE, tls: TlsIdentities): TlsServer {
  const { first, strictSeconds } = tls;
  const handshakeTimeout = options.headersTimeout;
  const server = createTlsServer({ ...options, ...secureContextOptions(first), handshakeTimeout });
  if (strictSeconds !== undefined) {
    const strict = `max-age=${strictSeconds}`;
    server.on("request", (_, response) => response.setHeader("Strict-Transport-Security", strict));
  }
  // Without a handshake there is nobody to answer in a way they would understand.
  server.on("tlsClientError", (_, socket) => socket.destroy());
  return server;
}

/** A connection keeps what it has agreed on; new ones are shown the new identity. */
function followIdentities(server: TlsServer, tls: TlsIdentities): () => void {
  return tls.follow((identity) => server.setSecureContext(secureContextOptions(identity)));
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

/**
 * Resolves right after a turn of the event loop that was short and brought no connection. Those that wait to be accepted are
 * lost by closing, and a proxy repeats no POST that it has sent; after such a turn there are hardly any.
 */
async function untilNoneWaits(server: Server | TlsServer): Promise<void> {
  let accepted = 0;
  const count = () => {
    accepted += 1;
  };
  server.on("connection", count);
  // From here on a turn is a whole one.
  await nextTurn();
  const latest = performance.now() + QUIET.longestMs;
  for (let isQuiet = false; !isQuiet && performance.now() < latest; ) {
    const before = accepted;
    const begun = performance.now();
    await nextTurn();
    isQuiet = accepted === before && performance.now() - begun < QUIET.turnMs;
  }
  server.off("connection", count);
}

async function close(
  server: Server | TlsServer,
  connections: ReadonlySet<Socket>,
  graceMs: number,
): Promise<void> {
  await untilNoneWaits(server);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const limit = setTimeout(() => {
    for (const connection of connections) connection.destroy();
  }, graceMs);
  await closed;
  clearTimeout(limit);
}
