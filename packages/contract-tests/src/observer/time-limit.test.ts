import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { withTimeLimit } from "./time-limit.ts";

test("an answer that comes in time is passed on", async () => {
  const limited = withTimeLimit(async () => Response.json({ a: 1 }, { status: 202 }), 60_000);
  const response = await limited(new Request("http://host.test"));
  expect([response.status, response.headers.get("Content-Type")]).toEqual([202, "application/json"]);
  expect(await response.json()).toEqual({ a: 1 });
});

test("an empty answer stays empty", async () => {
  const limited = withTimeLimit(async () => new Response(null, { status: 204 }), 60_000);
  expect((await limited(new Request("http://host.test"))).body).toBeNull();
});

test.each([
  ["nothing", false],
  ["the beginning of an answer", true],
])("a server that sends %s is given up (fixture)", async (_name, begins) => {
  const server = createServer((_request, response) => {
    if (begins) response.writeHead(200).write("[");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const limited = withTimeLimit((request) => fetch(request), 200);
  await expect(limited(new Request(`http://127.0.0.1:${port}`))).rejects.toThrow("no answer within 200 ms");
  server.closeAllConnections();
  server.close();
});
