import { connect, type Socket, type TcpNetConnectOpts } from "node:net";
import { codeOf, done, failed, type Step } from "../failure.ts";
import type { Watch } from "../watch.ts";

/** An open TCP connection. */
export interface Connection {
  readonly socket: Socket;
  readonly address: string;
}

/** Opens a socket; {@link connect} of `node:net`. */
export type OpenSocket = (options: TcpNetConnectOpts) => Socket;

/**
 * Connects to the first address that answers, of those that may be connected to. Each address may use its share of
 * the time that is left, so that one that swallows packets does not keep the next from its turn. The socket closes
 * with the watch.
 */
export async function connectToFirst(
  addresses: readonly string[],
  port: number,
  watch: Pick<Watch, "signal" | "remainingMs" | "beforeConnect" | "mayConnect">,
  open: OpenSocket = connect,
): Promise<Step<Connection>> {
  const refusals: string[] = [];
  const denied: string[] = [];
  for (const [index, address] of addresses.entries()) {
    const permission = await watch.beforeConnect(address);
    if (!permission.ok) return permission;
    const permitted = watch.mayConnect(address, port);
    // Node connects a socket whose signal has already aborted.
    if (watch.signal.aborted) break;
    if (!permitted) {
      denied.push(address);
      continue;
    }
    const socket = open({ host: address, port, noDelay: true, signal: watch.signal });
    const refusal = await connected(socket, watch.remainingMs() / (addresses.length - index));
    if (refusal === undefined) return done({ socket, address });
    refusals.push(`${address} port ${port} (${refusal})`);
  }
  if (addresses.length > 0 && denied.length === addresses.length) {
    return failed("denied", `It is not allowed to connect to ${denied.join(", ")}.`);
  }
  return failed("tcp", `Could not connect to ${refusals.join(", ")}.`);
}

/** Why the socket did not connect, or `undefined` once it has. */
function connected(socket: Socket, withinMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    socket.setTimeout(withinMs, () => {
      resolve("no answer");
      socket.destroy();
    });
    // Stays for the socket's life: after the scan has ended, its errors are nobody's.
    socket.on("error", (error) => resolve(codeOf(error)));
    socket.once("connect", () => {
      socket.setTimeout(0);
      resolve(undefined);
    });
  });
}
