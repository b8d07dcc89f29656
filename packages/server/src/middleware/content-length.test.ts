import { expect, test } from "vitest";
import { asApp, fixtureServer, JOBS } from "../testing/server.ts";

const app = fixtureServer();

test.each([["/openapi.json"], [JOBS], ["/nowhere"], [`${JOBS}/7`]])(
  "HEAD %s tells the length of what GET answers",
  async (path) => {
    const [head, get] = [await app.request(path, asApp("HEAD")), await app.request(path, asApp())];
    const { length } = Buffer.from(await get.arrayBuffer());
    expect([head.status, head.headers.get("Content-Length"), await head.text()]).toEqual([
      get.status,
      `${length}`,
      "",
    ]);
    expect(head.headers.get("Content-Type")).toBe(get.headers.get("Content-Type"));
  },
);
