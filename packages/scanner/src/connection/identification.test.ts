import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { startFixtureTcpServer } from "../testing/fixture/tcp.ts";
import { awaitIdentification, MAX_GREETING_BYTES } from "./identification.ts";

/** Connects to a fixture that does this with its connection. */
async function identify(serve: (socket: Socket) => void) {
  const server = await startFixtureTcpServer(serve);
  const socket = connect({ host: server.host, port: server.port });
  const step = await awaitIdentification(socket);
  return {
    step,
    socket,
    async [Symbol.asyncDispose]() {
      socket.destroy();
      await server.stop();
    },
  };
}

/** What is left to read of a socket, up to its end. */
async function rest(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  socket.resume();
  await once(socket, "end");
  return text;
}

describe("awaitIdentification, with fixtures", () => {
  it("stops at the identification, and leaves it and what follows to be read", async () => {
    await using host = await identify((socket) => socket.end("SSH-2.0-Fixture\r\nkeys"));
    expect(host.step).toEqual({ ok: true, value: { ofWindows: false } });
    expect(await rest(host.socket)).toBe("SSH-2.0-Fixture\r\nkeys");
  });

  it("drops the lines before it", async () => {
    await using host = await identify((socket) =>
      socket.end("Welcome to SSH-2.0\r\n\r\nSSH-2.0-Fixture\r\nkeys"),
    );
    expect(await rest(host.socket)).toBe("SSH-2.0-Fixture\r\nkeys");
  });

  it("takes it byte by byte", async () => {
    await using host = await identify(async (socket) => {
      socket.setNoDelay(true);
      for (const byte of "Welcome\nSSH-2.0-Fixture\r\n")
        await new Promise((sent) => socket.write(byte, sent));
      socket.end();
    });
    expect(host.step.ok).toBe(true);
    expect(await rest(host.socket)).toBe("SSH-2.0-Fixture\r\n");
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ["closes without a word", (socket) => socket.end(), /closed the connection without/],
    [
      "speaks something else",
      (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
      /closed the connection without/,
    ],
    ["closes in the middle of it", (socket) => socket.end("SSH-2.0-Fix"), /closed the connection without/],
    ["resets the connection", (socket) => socket.resetAndDestroy(), /broke before any SSH \(ECONNRESET\)/],
    [
      "sends lines without end",
      (socket) => socket.write("220 hello\r\n".repeat(MAX_GREETING_BYTES)),
      /sends without end/,
    ],
    [
      "sends a line without end",
      (socket) => socket.write("x".repeat(2 * MAX_GREETING_BYTES)),
      /sends without end/,
    ],
  ])("fails where the host %s", async (_, serve, message) => {
    await using host = await identify(serve);
    expect(host.step).toMatchObject({
      ok: false,
      failure: { phase: "kex", message: expect.stringMatching(message) },
    });
  });
});
