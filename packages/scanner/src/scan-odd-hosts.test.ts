import type { Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureShowing, scanned } from "../test/scanning.ts";
import { MAX_RECEIVED_BYTES } from "./connection/session.ts";
import { startFixtureTcpServer } from "./testing/index.ts";

const IDENTIFICATION = "SSH-2.0-Fixture\r\n";

/** Scans a fixture that does this with its connection, and sees the connection closed. */
async function scanHost(serve: (socket: Socket) => void) {
  await using host = await startFixtureTcpServer(serve);
  const outcome = await scanned({ port: host.port });
  await host.untilDeserted();
  return outcome;
}

/** An unencrypted packet (RFC 4253, 6) with this payload. */
function packet(payload: Buffer): Buffer {
  const padding = 16 - ((payload.length + 5) % 8);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(payload.length + padding + 1);
  header.writeUInt8(padding, 4);
  return Buffer.concat([header, payload, Buffer.alloc(padding)]);
}

describe("a fixture that is no proper SSH host", () => {
  it.each<[string, (socket: Socket) => void, RegExp]>([
    ["closes without a word", (socket) => socket.end(), /without identifying itself/],
    ["speaks HTTP", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), /without identifying itself/],
    ["floods its greeting", (socket) => socket.write("hello\r\n".repeat(100_000)), /sends without end/],
    ["speaks SSH 1 only", (socket) => socket.write("SSH-1.5-Fixture\r\n"), /the key exchange \(/],
    [
      "says SSH and hangs up",
      (socket) => socket.end(IDENTIFICATION),
      /the key exchange \(closed by the host\)/,
    ],
    [
      "says SSH, then nonsense",
      (socket) => socket.write(`${IDENTIFICATION}${"nonsense".repeat(99)}`),
      /the key exchange \(/,
    ],
    [
      "sends SSH's own farewell",
      (socket) => socket.end(Buffer.concat([Buffer.from(IDENTIFICATION), farewell(11, "")])),
      /the key exchange \(/,
    ],
    [
      "sends a farewell with its reason",
      (socket) => socket.end(Buffer.concat([Buffer.from(IDENTIFICATION), farewell(12, "Too\u0007 busy\n")])),
      /the key exchange \(Too busy\)/,
    ],
    ["floods the key exchange", flood, /the key exchange \(more than 1048576 bytes received\)/],
  ])("fails at kex where it %s", async (_, serve, message) => {
    expect(await scanHost(serve)).toEqual(failureShowing([], "kex", message));
  });

  it("fails where it floods the key exchange in which it is to show the key that vouches for it", async () => {
    await using host = await startFixtureTcpServer(flood);
    const ports = { winrmTls: host.port };
    const outcome = await scanned({
      platform: "windows",
      port: host.port,
      ports,
      trust: { vouchedBy: "ssh" },
    });
    expect(outcome).toEqual(failureShowing([], "kex", /more than 1048576 bytes received/));
  });

  it("is offered no compression, by which a small packet could grow large", async () => {
    let heard = "";
    await scanHost((socket) => {
      socket.write(IDENTIFICATION);
      socket.setEncoding("latin1").on("data", (chunk) => {
        heard += chunk;
        if (heard.includes("hmac-sha2-256")) socket.end();
      });
    });
    expect(heard).toContain("curve25519-sha256");
    expect(heard).not.toContain("zlib");
  });

  it("fails at kex whatever bytes it sends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, framed) => {
        const payload = framed ? packet(Buffer.from(bytes)) : Buffer.from(bytes);
        const outcome = await scanHost((socket) =>
          socket.end(Buffer.concat([Buffer.from(IDENTIFICATION), payload])),
        );
        expect(outcome).toMatchObject({ ok: false, failure: { phase: "kex" } });
      }),
      { numRuns: 150 },
    );
  });
});

/** SSH_MSG_DISCONNECT (RFC 4253, 11.1). */
function farewell(reason: number, text: string): Buffer {
  const payload = Buffer.alloc(9 + text.length + 4);
  payload.writeUInt8(1);
  payload.writeUInt32BE(reason, 1);
  payload.writeUInt32BE(text.length, 5);
  payload.write(text, 9);
  return packet(payload);
}

/** SSH_MSG_IGNORE, as often as it takes. */
function flood(socket: Socket): void {
  const size = 30_000;
  const payload = Buffer.alloc(5 + size);
  payload.writeUInt8(2);
  payload.writeUInt32BE(size, 1);
  socket.write(IDENTIFICATION);
  for (let sent = 0; sent < 2 * MAX_RECEIVED_BYTES; sent += size) socket.write(packet(payload));
}
