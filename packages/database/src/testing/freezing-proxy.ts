import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { SOCKET_NAME } from "../postgres/cluster.ts";

/** A way to the test server that can fall silent, as where a machine or a network goes without a word. */
export interface FreezingProxy extends AsyncDisposable {
  readonly connectionString: string;
  /** Forwards no more over the connections there are; they stay open. Those made later are not concerned. Tells how many. */
  freeze(): number;
  /** Freezes the connection over which this text is sent next, from that text on; resolves then. */
  freezeAt(text: string): Promise<void>;
  /** Closes everything. */
  stop(): Promise<void>;
}

/** One connection through the proxy. */
class Line {
  readonly #ends: readonly [Socket, Socket];
  frozen = false;

  /** @param passes whether what the client has sent is forwarded; the line is frozen where not */
  constructor(client: Socket, server: Socket, passes: (sent: Buffer) => boolean) {
    this.#ends = [client, server];
    for (const [end, other] of [this.#ends, [server, client]] as const) {
      end.on("error", () => undefined);
      end.on("close", () => this.frozen || other.destroy());
    }
    client.on("data", (chunk) => {
      if (!this.frozen && !passes(chunk)) this.frozen = true;
      if (!this.frozen) server.write(chunk);
    });
    server.on("data", (chunk) => this.frozen || client.write(chunk));
  }

  close(): void {
    for (const end of this.#ends) end.destroy();
  }
}

/** Starts a proxy on a loopback port to the server, on a Unix socket, that a connection string names. */
export async function startFreezingProxy(connectionString: string): Promise<FreezingProxy> {
  const url = new URL(connectionString.replace("@/", "@localhost/"));
  const socketPath = `${url.searchParams.get("host")}/${SOCKET_NAME}`;
  const lines = new Set<Line>();
  let trap: { readonly text: string; readonly sprung: () => void } | undefined;
  const passes = (sent: Buffer): boolean => {
    if (trap === undefined || !sent.includes(trap.text)) return true;
    trap.sprung();
    trap = undefined;
    return false;
  };

  const listener = createServer({ noDelay: true }, (client) => {
    const line = new Line(client, connect(socketPath), passes);
    lines.add(line);
    // The server's end of a frozen line stays open until the proxy stops.
    client.on("close", () => line.frozen || lines.delete(line));
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  url.host = `127.0.0.1:${portOf(listener.address())}`;
  url.searchParams.delete("host");

  const stop = async () => {
    for (const line of lines) line.close();
    await new Promise((resolve) => listener.close(resolve));
  };
  return {
    connectionString: url.href,
    freeze() {
      const warm = [...lines].filter(({ frozen }) => !frozen);
      for (const line of warm) line.frozen = true;
      return warm.length;
    },
    freezeAt: (text) =>
      new Promise((sprung) => {
        trap = { text, sprung };
      }),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error(`Not listening on a port: ${address}`);
  return address.port;
}
