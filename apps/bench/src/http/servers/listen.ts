import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import pino, { type Logger } from "pino";

/** Every server logs alike: one line for each request, into a file that keeps nothing. */
export const createLogger = (): Logger => pino(pino.destination("/dev/null"));

/** Runs a server in a child process of the bench: tells its port, and its CPU time in microseconds when asked. */
export async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  report(server.address());
}

/** As {@link listen}, for a server that listens already. */
export function report(address: AddressInfo | string | null): void {
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a port");
  process.send?.({ port: address.port });
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system });
  });
  process.on("disconnect", () => process.exit());
}
