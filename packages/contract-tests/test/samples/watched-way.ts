import { once } from "node:events";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { openapiDocument } from "@hostscan/contract/document";
import { createObserver, type Observer } from "../../src/index.ts";
import type { Exchange } from "../../src/observer/exchange.ts";
import { listen } from "../stack/listen.ts";

/** A way to a server on which every call and its answer are seen, and held against the document. */
export interface WatchedWay extends AsyncDisposable {
  /** To be called instead of the server. */
  readonly url: string;
  readonly observer: Observer;
  readonly exchanges: readonly Exchange[];
}

/** Headers that belong to a connection, not to the call (RFC 9110, 7.6.1), and those that follow from the body. */
const ofConnection = ["connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding"];

export async function openWatchedWay(serverUrl: string): Promise<WatchedWay> {
  const observer = createObserver({ ...openapiDocument }, serverUrl);
  const exchanges: Exchange[] = [];

  const pass = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const { method } = request;
    const body = (await request.text()) || null;
    const sent = new Request(serverUrl + pathname + search, {
      method,
      headers: passed(request.headers),
      body,
    });
    const seen = await observer.send(fetch, sent);
    exchanges.push(seen);
    return new Response(seen.text || null, { status: seen.status, headers: passed(seen.headers) });
  };

  const server = createServer(getRequestListener(pass, { overrideGlobalObjects: false }));
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    observer,
    exchanges,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function passed(headers: Headers): Headers {
  const copy = new Headers(headers);
  for (const name of ofConnection) copy.delete(name);
  return copy;
}
