import { once } from "node:events";
import { isIPv6 } from "node:net";
import { createAdaptorServer } from "@hono/node-server";

/** A server that listens. */
export interface Listening {
  readonly url: string;
  /** Takes no more calls, and resolves once those under way are answered, or cut off after a second. */
  close(): Promise<void>;
}

const GRACE_MS = 1_000;
const READ_ON_MS = 60_000;

/** The address is taken, or is none of this machine's. */
export class CannotListen extends Error {
  override readonly name = "CannotListen";
}

/**
 * Serves a fetch handler over HTTP.
 *
 * @throws {CannotListen}
 */
export async function listen(
  fetch: (request: Request) => Promise<Response>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  // Node reads on what is left of a body, for as long as a connection may be idle: to cut it off would take the answer
  // from who is still sending.
  const serverOptions = { keepAliveTimeout: READ_ON_MS };
  const server = createAdaptorServer({ fetch, serverOptions, autoCleanupIncoming: false });
  server.listen(port, host);
  await once(server, "listening").catch((cause: Error) => {
    const hint = /ENOTFOUND|EADDRNOTAVAIL|EAI_AGAIN/.test(cause.message)
      ? "name an address of this machine with --host"
      : "choose another with --port, 0 takes a free one";
    throw new CannotListen(`${cause.message}; ${hint}`, { cause });
  });
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${taken}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      const limit = setTimeout(
        () => "closeAllConnections" in server && server.closeAllConnections(),
        GRACE_MS,
      );
      await closed;
      clearTimeout(limit);
    },
  };
}
