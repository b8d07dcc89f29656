import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { createAdaptorServer } from "@hono/node-server";
import type { Mutant } from "./mutants.ts";

/** A proxy that changes the answers of the server behind it. */
export interface MutatingProxy extends AsyncDisposable {
  readonly url: string;
  /** Changes answers so from now on. */
  tamper(answer: Mutant["answer"]): void;
}

/** Starts it on a free port. */
export async function startMutatingProxy(behind: string): Promise<MutatingProxy> {
  let change: Mutant["answer"] = (_request, response) => response;
  const server = createAdaptorServer({
    async fetch({ method, headers, url, body: sent }) {
      const { pathname, search } = new URL(url);
      // Whole, so that an answer that comes early finds nobody who is still sending here.
      const body = sent && (await buffer(sent));
      const request = new Request(`${behind}${pathname}${search}`, { method, headers, body });
      const answered = await change(request, await fetch(request.clone()));
      const changed = new Response(answered.body, answered);
      // Of the connection behind, and of a body that may have been changed.
      for (const name of ["Connection", "Keep-Alive", "Content-Length"]) changed.headers.delete(name);
      return changed;
    },
  });
  // On a busy machine a caller may come to a connection just when it is closed for being idle.
  if ("keepAliveTimeout" in server) server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`not listening on a port: ${address}`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    tamper(answer) {
      change = answer;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}
