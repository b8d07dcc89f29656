import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { listen } from "./listen.ts";

/** A host (fixture) that takes connections and never says a word. */
export interface SilentHost extends AsyncDisposable {
  readonly ipAddress: string;
  readonly sshPort: number;
  /** Connections taken so far. */
  connections(): number;
  /** Settles once a client has connected. */
  readonly connected: Promise<unknown>;
  /** Settles once nobody is connected any more. */
  deserted(): Promise<void>;
}

export async function startSilentHost(): Promise<SilentHost> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    // Read, or else the client's leaving goes unnoticed; how it leaves does not matter.
    socket.resume().on("error", () => undefined);
    socket.on("close", () => {
      sockets.delete(socket);
      server.emit("left");
    });
  });
  const connected = once(server, "connection");
  const port = await listen(server);
  return {
    ipAddress: "127.0.0.1",
    sshPort: port,
    connections: () => connections,
    connected,
    async deserted() {
      while (sockets.size > 0) await once(server, "left");
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** A loopback port that nobody listens on. */
export async function refusedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}
