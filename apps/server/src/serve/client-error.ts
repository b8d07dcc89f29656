import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { PRIVATE_HEADERS } from "@hostscan/server";

interface Fault {
  readonly status: number;
  readonly title: string;
  readonly slug: string;
  readonly detail: string;
}

const MALFORMED: Fault = {
  status: 400,
  title: "Bad Request",
  slug: "validation",
  detail: "The request is not well-formed HTTP.",
};

const URI_TOO_LONG: Fault = {
  status: 414,
  title: "URI Too Long",
  slug: "uri-too-long",
  detail: "The request's path and query are longer than this server reads.",
};

const HEADERS = { "Content-Type": "application/problem+json", ...PRIVATE_HEADERS };

/** What Node's HTTP parser and its timers refuse before there is a request to route. */
const FAULTS: Readonly<Record<string, Fault>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: "Request Header Fields Too Large",
    slug: "header-fields-too-large",
    detail: "The request's header fields are larger than this server reads.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: "Request Timeout",
    slug: "request-timeout",
    detail: "The request did not arrive in time.",
  },
};

/** Answers a `clientError` of `node:http` with a problem document (RFC 9457) and closes the connection. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const fault = FAULTS[String(error.code)] ?? MALFORMED;
  const body = problem(fault);
  const head = [
    `HTTP/1.1 ${fault.status} ${fault.title}`,
    ...Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** The answer to a request that parses but names no readable address, e.g. by a `Host` that is not one. */
export function unreadableRequest(): Response {
  return new Response(problem(MALFORMED), { status: MALFORMED.status, headers: HEADERS });
}

/** Answers a request whose path and query are too long, and closes the connection: its body is not read. */
export function answerUriTooLong(response: ServerResponse): void {
  response.writeHead(URI_TOO_LONG.status, { ...HEADERS, Connection: "close" }).end(problem(URI_TOO_LONG));
}

function problem({ status, title, slug, detail }: Fault): string {
  return JSON.stringify({ type: `urn:hostscan:problem:${slug}`, title, status, detail });
}
