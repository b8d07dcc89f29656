import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { hostIds, path } from "./call.ts";
import type { Loader } from "./loader.ts";

const CONNECTIONS = 32;

/** Makes the calls over bare sockets: the same bytes again and again, each time the last answer is complete. */
export const loadByNode: Loader = async (origin, token, seconds) => {
  const { hostname, port } = new URL(origin);
  const request = requestBytes(hostname, token);
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const connections = Array.from({ length: CONNECTIONS }, () =>
    callUntil(until, connect(Number(port), hostname), request),
  );
  const counts = await Promise.all(connections);
  const calls = counts.reduce((sum, count) => sum + count, 0);
  return { calls, elapsedSeconds: (performance.now() - startedAt) / 1000 };
};

function requestBytes(host: string, token: string): string {
  const body = JSON.stringify(hostIds);
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

/** Calls over one connection until a time of `performance.now()`, and counts the answers. */
async function callUntil(until: number, socket: Socket, request: string): Promise<number> {
  let calls = 0;
  let received = "";
  socket.setEncoding("latin1");
  socket.on("connect", () => socket.write(request));
  socket.on("data", (text: string) => {
    received += text;
    const length = answerLength(received);
    if (length === undefined || received.length < length) return;
    if (!received.startsWith("HTTP/1.1 200 "))
      socket.destroy(new Error(`A call did not succeed:\n${received}`));
    received = received.slice(length);
    calls += 1;
    if (performance.now() < until) socket.write(request);
    else socket.end();
  });
  await once(socket, "close");
  return calls;
}

/** Length of the answer that a text begins with, once its head is complete. */
function answerLength(text: string): number | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  const [, bodyLength] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
  return headEnd < 0 || bodyLength === undefined ? undefined : headEnd + 4 + Number(bodyLength);
}
