import { Hono } from "hono";
import type { Registry } from "prom-client";
import type { HostRule } from "./host-rule.ts";
import { type HttpServer, type ListenAddress, listen } from "./http-server.ts";

/** Far beyond what those who collect metrics need. */
const MOST_CONNECTIONS = 100;

/** Serves `GET /metrics` in the text format of Prometheus on a port of its own, without asking who calls. */
export function serveMetrics(
  registry: Registry,
  address: ListenAddress,
  mayBeCalled?: HostRule,
): Promise<HttpServer> {
  const app = new Hono();
  app.get("/metrics", async (c) =>
    c.body(await registry.metrics(), 200, { "Content-Type": registry.contentType }),
  );
  const connections = { total: MOST_CONNECTIONS, perAddress: 0 };
  return listen(
    (request, env) => app.fetch(request, env),
    { ...address, flag: "--metrics-port" },
    { mayBeCalled, connections },
  );
}
