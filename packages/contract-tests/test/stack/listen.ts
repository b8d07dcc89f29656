import { once } from "node:events";
import type { Server } from "node:net";

/** Listens on a loopback port, any free one unless told, and gives it. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`not listening on a port: ${address}`);
  return address.port;
}
