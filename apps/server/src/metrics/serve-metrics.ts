import { Hono } from "hono";
import type { Registry } from "prom-client";
import { type HttpServer, type ListenAddress, listen } from "../serve/http-server.ts";

/** Serves `GET /metrics` in the text format of Prometheus on a port of its own, without asking who calls. */
export function serveMetrics(registry: Registry, address: ListenAddress): Promise<HttpServer> {
  const app = new Hono();
  app.get("/metrics", async (c) =>
    c.body(await registry.metrics(), 200, { "Content-Type": registry.contentType }),
  );
  return listen((request, env) => app.fetch(request, env), { ...address, flag: "--metrics-port" });
}
