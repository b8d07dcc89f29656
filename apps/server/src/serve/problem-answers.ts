import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Problem } from "@hostscan/core";
import { problemAnswer } from "@hostscan/server";

/** Answers with a problem from below the app; `close` closes the connection after it. */
export function sendProblem(
  response: ServerResponse,
  problem: Problem,
  requestId: string,
  close = true,
): void {
  const { status, headers, body } = problemAnswer(problem, requestId);
  const length = { "Content-Length": Buffer.byteLength(body), ...(close && { Connection: "close" }) };
  response.writeHead(status, { ...headers, ...length });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** A problem as the bytes of the last answer on a connection, where Node has no response for it. */
export function problemBytes(problem: Problem): string {
  const { status, headers, body } = problemAnswer(problem, crypto.randomUUID());
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Date: ${new Date().toUTCString()}`,
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

/** What Node's HTTP parser and its timers refuse before there is a request to route. */
const FAULTS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: {
    kind: "header-fields-too-large",
    detail: "The request's header fields are larger than this server reads.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: { kind: "request-timeout", detail: "The request did not arrive in time." },
};

/** What a request is answered of which nothing more is known. */
export const MALFORMED: Problem = { kind: "validation", detail: "The request is not well-formed HTTP." };

/** The problem of a `clientError` of `node:http`; undefined where there is nobody to tell. */
export function clientProblem({ code }: NodeJS.ErrnoException, socket: Duplex): Problem | undefined {
  if (code === "ECONNRESET" || !socket.writable) return undefined;
  return FAULTS[String(code)] ?? MALFORMED;
}
