import { IncomingMessage } from "node:http";

/** Node's own request, which @hono/node-server hands on beside the web one; undefined without a socket. */
export function incomingOf(env: unknown): IncomingMessage | undefined {
  if (typeof env !== "object" || env === null || !("incoming" in env)) return undefined;
  return env.incoming instanceof IncomingMessage ? env.incoming : undefined;
}
