import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createServer } from "@hostscan/server";
import { createAdvancingJobs } from "./jobs.ts";
import { strictSignIn } from "./sign-in.ts";

export interface TestServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * The real server over a fixture of its port, on a loopback port. It admits the token `good`.
 *
 * @param pages by path, what a browser is to get from the same origin
 */
export async function startServer(pages: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const caller = { subject: "app-1", name: "importer", role: "App" };
  const expiresAt = new Date(Date.now() + 600_000);
  const app = createServer({
    jobs: createAdvancingJobs(),
    signIn: strictSignIn,
    tokens: {
      verify: async (token) =>
        token === "good" ? { ok: true, caller, expiresAt } : { ok: false, reason: "unknown" },
    },
  });
  for (const [path, content] of Object.entries(pages)) {
    const type = path.endsWith(".js") ? "text/javascript" : "text/html";
    app.get(path, (context) => context.body(content, 200, { "Content-Type": type }));
  }
  const server = createHttpServer(getRequestListener(app.fetch));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
