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

/**
 * Serves a fetch handler over HTTP.
 *
 * @throws what Node tells where the address cannot be listened on, `EADDRINUSE` say
 */
export async function listen(
  fetch: Parameters<typeof createAdaptorServer>[0]["fetch"],
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch });
  server.listen(port, host);
  await once(server, "listening");
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
