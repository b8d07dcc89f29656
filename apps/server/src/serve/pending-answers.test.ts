import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { pipeline } from "node:stream/promises";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { trackAnswers } from "./pending-answers.ts";

const PARTS = 30;
const PART = Buffer.alloc(1_000_000, "x");
const TAKE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  return () => vi.useRealTimers();
});

/** A connection that has asked for an answer of parts, and takes nothing of it yet. */
async function asked() {
  const answers = trackAnswers(TAKE_MS);
  const server = createServer((_request, response) => {
    answers.add(response, response.req.socket);
    // Nobody waits for an answer that breaks off.
    pipeline(Array(PARTS).fill(PART), response).catch(() => undefined);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const client = connect(address.port, "127.0.0.1");
  client.on("error", () => undefined);
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const asking: Promise<[unknown, ServerResponse]> = once(server, "request").then(([request, response]) => [
    request,
    response,
  ]);
  client.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const [, response] = await asking;
  await vi.waitUntil(() => response.writableNeedDrain, { timeout: 20_000 });
  return { client, response };
}

test("an answer of parts of which nobody takes any more ends its connection", async () => {
  const { response } = await asked();
  vi.advanceTimersByTime(TAKE_MS);
  expect(response.destroyed).toBe(false);
  const closed = once(response, "close");
  vi.advanceTimersByTime(TAKE_MS);
  await closed;
  expect(response.writableFinished).toBe(false);
});

test("one that is taken slowly goes on to its end", async () => {
  const { client, response } = await asked();
  let bytes = 0;
  client.on("data", (data: Buffer) => {
    bytes += data.length;
  });
  response.on("drain", () => vi.advanceTimersByTime(TAKE_MS));
  await once(client, "end");
  expect(bytes).toBeGreaterThan(PARTS * PART.length);
});
