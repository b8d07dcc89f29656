/** Runs the server that the first argument names; the bench starts this file in a process of its own. */
const servers: Readonly<Record<string, () => Promise<unknown>>> = {
  fastify: () => import("./servers/fastify.ts"),
  hono: () => import("./servers/hono.ts"),
  hostscan: () => import("./servers/hostscan.ts"),
  node: () => import("./servers/node.ts"),
};

const [name = ""] = process.argv.slice(2);
await servers[name]?.();
