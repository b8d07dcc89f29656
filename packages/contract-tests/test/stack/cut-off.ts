import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listen } from "./listen.ts";

/** A way to a Postgres server that can be cut off, so that the server is out of reach although it runs. */
export interface CutOff extends AsyncDisposable {
  /** Leads to the same database through here. */
  readonly connectionString: string;
  /** Closes every connection and refuses new ones. */
  cut(): Promise<void>;
  restore(): Promise<void>;
}

/** Opens a way to the database of a connection string, which may name a folder with a Unix socket (`?host=/…`). */
export async function openCutOff(connectionString: string): Promise<CutOff> {
  // A URL with a user needs a host, which a connection string with a socket has not.
  const direct = new URL(connectionString.replace("@/", "@127.0.0.1/"));
  const folder = direct.searchParams.get("host");
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = folder
      ? connect(`${folder}/.s.PGSQL.5432`)
      : connect(Number(direct.port || 5432), direct.hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      // Either side may go at any time, and the other then goes too.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  const cut = async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, "close");
  };

  const port = await listen(server);
  const { username, password, pathname } = direct;
  return {
    connectionString: `postgresql://${username}:${password}@127.0.0.1:${port}${pathname}`,
    cut,
    async restore() {
      await listen(server, port);
    },
    async [Symbol.asyncDispose]() {
      if (server.listening) await cut();
    },
  };
}
