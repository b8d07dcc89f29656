import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { afterEach, expect, test } from "vitest";
import { aliceSignsIn, fixtureServer } from "../testing/server.ts";
import { forwardedAddresses, type TrustedProxies } from "./client-address.ts";

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  if (server) await once(server.close(), "close");
});

/** Signs in over a real connection from 127.0.0.1, and tells the address that the sign-in was told. */
async function addressOf(
  trustedProxies: TrustedProxies | undefined,
  headers: Record<string, string>,
  host = "127.0.0.1",
): Promise<string | undefined> {
  let told: string | undefined;
  const signIn: typeof aliceSignsIn = {
    ...aliceSignsIn,
    async firstStep(credentials, context) {
      told = context.address;
      return aliceSignsIn.firstStep(credentials, context);
    },
  };
  const app = fixtureServer({ signIn, ...(trustedProxies && { trustedProxies }) });
  server = createServer(getRequestListener(app.fetch));
  await once(server.listen(0, host), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const body = JSON.stringify({ Login: "alice", Password: "secret" });
  const type = { "Content-Type": "application/json" };
  const init = { method: "POST", headers: { ...type, ...headers }, body };
  expect((await fetch(`http://127.0.0.1:${port}/signinBody`, init)).status).toBe(200);
  return told;
}

const proxies = (...trusted: string[]): TrustedProxies => ({
  header: "x-forwarded-for",
  isTrusted: (address) => trusted.includes(address),
});

test.each([
  ["nobody is trusted unless told", undefined, "192.0.2.1", "127.0.0.1"],
  ["a caller who is no proxy says what it likes", proxies("10.0.0.1"), "192.0.2.1", "127.0.0.1"],
  ["a proxy speaks for its caller", proxies("127.0.0.1"), "192.0.2.1", "192.0.2.1"],
  ["what the caller wrote before does not count", proxies("127.0.0.1"), "10.9.9.9, 192.0.2.1", "192.0.2.1"],
  [
    "a chain of proxies is passed over",
    proxies("127.0.0.1", "10.0.0.1"),
    "10.9.9.9, 192.0.2.1, 10.0.0.1",
    "192.0.2.1",
  ],
  [
    "of proxies alone the first counts",
    proxies("127.0.0.1", "10.0.0.1", "10.0.0.2"),
    "10.0.0.2, 10.0.0.1",
    "10.0.0.2",
  ],
  [
    "a proxy that does not tell hides its caller",
    proxies("127.0.0.1", "10.0.0.1"),
    "192.0.2.1, unknown, 10.0.0.1",
    "10.0.0.1",
  ],
])("%s", async (_, trusted, header, address) => {
  expect(await addressOf(trusted, { "X-Forwarded-For": header })).toBe(address);
});

test("a proxy that says nothing is the caller", async () => {
  expect(await addressOf(proxies("127.0.0.1"), {})).toBe("127.0.0.1");
});

test("only the header that the proxies write is read", async () => {
  const headers = {
    "X-Forwarded-For": "192.0.2.1",
    Forwarded: 'for=198.51.100.7;proto=https, for="[2001:db8::7]:81"',
  };
  const forwarded = { ...proxies("127.0.0.1"), header: "forwarded" } as const;
  expect(await addressOf(forwarded, headers)).toBe("2001:db8::7");
});

test("an IPv4 caller is one on a server for both families, too", async () => {
  expect(await addressOf(undefined, {}, "::")).toBe("127.0.0.1");
});

test.each([
  ["192.0.2.1", ["192.0.2.1"]],
  ["192.0.2.1, 10.0.0.1", ["192.0.2.1", "10.0.0.1"]],
  ["2001:db8::1", ["2001:db8::1"]],
  ["192.0.2.1:4711,[2001:db8::1]:443", ["192.0.2.1", "2001:db8::1"]],
  ["unknown, 192.0.2.999, '; drop", [undefined, undefined, undefined]],
  ["", [undefined]],
])("X-Forwarded-For: %s", (value, addresses) => {
  expect(forwardedAddresses("x-forwarded-for", value)).toEqual(addresses);
});

test.each([
  ["for=192.0.2.1", ["192.0.2.1"]],
  ['For="[2001:db8:cafe::17]:4711"', ["2001:db8:cafe::17"]],
  ["for=192.0.2.60;proto=http;by=203.0.113.43", ["192.0.2.60"]],
  ["by=203.0.113.43; for=192.0.2.43, for=198.51.100.17", ["192.0.2.43", "198.51.100.17"]],
  ["for=_hidden, for=unknown, proto=https", [undefined, undefined, undefined]],
  ["xfor=192.0.2.1", [undefined]],
])("Forwarded: %s", (value, addresses) => {
  expect(forwardedAddresses("forwarded", value)).toEqual(addresses);
});

test("without the header there is none", () => {
  expect(forwardedAddresses("forwarded", undefined)).toEqual([]);
});
