import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { path } from "../call.ts";
import { scanHosts } from "../jobs.ts";
import { listen } from "./listen.ts";

/** Hono alone: no token, no validation, no problems, no log. */
const app = new Hono();
app.post(path, async (context) => context.json(scanHosts(await context.req.json())));

await listen(createServer(getRequestListener(app.fetch)));
