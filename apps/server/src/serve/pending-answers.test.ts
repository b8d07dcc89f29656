import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { pipeline } from "node:stream/promises";
import { expect, onTestFinished, test } from "vitest";
import { trackAnswers } from "./pending-answers.ts";

const PART = Buffer.alloc(1_000_000, "x");

/** A server whose answers are written part by part, as they are taken; and a connection that has asked for one. */
async function asked(parts: number) {
  const answers = trackAnswers(100);
  const responses: ServerResponse[] = [];
  const server = createServer(async (_request, response) => {
    answers.add(response, response.req.socket);
    responses.push(response);
    // Nobody waits for an answer that breaks off.
    await pipeline(Array(parts).fill(PART), response).catch(() => undefined);
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
  client.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  await once(server, "request");
  const [response] = responses;
  if (!response) throw new Error("no response");
  return { client, response };
}

test("an answer of parts of which nobody takes any more ends its connection", async () => {
  const { client, response } = await asked(1_000);
  client.pause();
  await once(response, "close");
  expect(response.writableFinished).toBe(false);
});

test("one that is taken goes on to its end", async () => {
  const { client } = await asked(30);
  let bytes = 0;
  client.on("data", (data: Buffer) => {
    bytes += data.length;
  });
  await once(client, "end");
  expect(bytes).toBeGreaterThan(30 * PART.length);
});
