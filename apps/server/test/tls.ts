import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { generate } from "selfsigned";
import type { TlsIdentity } from "../src/serve/tls/tls-identity.ts";

/** A certificate for `localhost` and its key, new each time. */
export async function makeIdentity(): Promise<TlsIdentity> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
  });
  return { cert, key };
}

/** Connects over TLS, and waits until both sides have agreed. Certificates are taken as they come, and looked at. */
export async function handshake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
  await once(socket, "secureConnect");
  return socket;
}

/** The SHA-256 fingerprint of the certificate that a new connection is shown. */
export async function shownFingerprint(port: number): Promise<string> {
  const socket = await handshake(port);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** One connection over TLS that is kept for call after call. */
export function keptConnection(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  return {
    async get(): Promise<{
      readonly body: string;
      readonly headers: IncomingMessage["headers"];
      readonly reused: boolean;
    }> {
      const call = request({ port, host: "127.0.0.1", agent }).end();
      const [answer]: IncomingMessage[] = await once(call, "response");
      if (answer === undefined) throw new Error("There was no answer");
      return { body: await text(answer), headers: answer.headers, reused: call.reusedSocket };
    },
    close: () => agent.destroy(),
  };
}
