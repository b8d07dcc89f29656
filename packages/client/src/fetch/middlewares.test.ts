import createClient from "openapi-fetch";
import { expect, onTestFinished, test, vi } from "vitest";
import type { paths } from "../generated/types.ts";
import { createHostScanFetch, idempotencyKeys, requestIds } from "./index.ts";

/** A bare openapi-fetch client over a fixture of a server. */
function bare() {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request);
    return Response.json([]);
  };
  const client = createClient<paths>({ baseUrl: "http://server.test", fetch });
  client.use(requestIds(), idempotencyKeys());
  return { client, sent: (header: string) => requests.map(({ headers }) => headers.get(header)) };
}

const post = { body: [{ dnsHostName: "a.example" }] };

test.each([
  ["as most platforms", {}],
  ["as a page that did not come by HTTPS", { getRandomValues: crypto.getRandomValues.bind(crypto) }],
  ["as React Native", undefined],
])("each POST gets a key of its own, and each call a name (%s)", async (_name, own) => {
  vi.stubGlobal("crypto", own && Object.keys(own).length === 0 ? crypto : own);
  onTestFinished(() => void vi.unstubAllGlobals());
  const { client, sent } = bare();
  for (let count = 0; count < 50; count++) await client.POST("/api/v1/HostScanJob", post);
  for (const header of ["Idempotency-Key", "X-Request-Id"]) {
    expect(new Set(sent(header)).size).toBe(50);
    for (const value of sent(header)) expect(value).toMatch(/^[!-~]{20,64}$/);
  }
});

test("what a call has already is kept, and reads and sign-ins get no key", async () => {
  const { client, sent } = bare();
  await client.POST("/api/v1/HostScanJob", {
    ...post,
    headers: { "Idempotency-Key": "k-1", "X-Request-Id": "r-1" },
  });
  await client.GET("/api/v1/HostScanJob");
  await client.POST("/signinBody", { body: { Login: "u", Password: "p" } });
  await client.POST("/signin2fa", { body: "123456" });
  await client.POST("/sigin2fa", { body: "123456" });
  expect(sent("Idempotency-Key")).toEqual(["k-1", null, null, null, null]);
  expect(sent("X-Request-Id")[0]).toBe("r-1");
});

test.each(["", "two words", "é", "k".repeat(256)])("the key %j is refused before it is sent", async (key) => {
  const { client, sent } = bare();
  const headers = { "Idempotency-Key": key };
  await expect(client.POST("/api/v1/HostScanJob", { ...post, headers })).rejects.toMatchObject({
    name: "HostScanRequestError",
    message: "not sent: an Idempotency-Key is 1 to 255 visible ASCII characters",
  });
  expect(sent("Idempotency-Key")).toEqual([]);
});

test("the fetch takes an address as well, and says what is none", async () => {
  const sent: string[] = [];
  const fetch = async ({ method, url, headers }: Request) => {
    sent.push(`${method} ${url} ${headers.get("Authorization")}`);
    return Response.json([]);
  };
  const own = createHostScanFetch({ token: "t", fetch });
  await own("http://server.test/a", { method: "POST", headers: { "X-A": "1" }, body: "[]" });
  await own(new URL("http://server.test/b"));
  expect(sent).toEqual(["POST http://server.test/a Bearer t", "GET http://server.test/b Bearer t"]);
  await expect(own("nowhere")).rejects.toMatchObject({
    name: "HostScanRequestError",
    message: expect.stringContaining("nowhere"),
  });
});
