import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { Context } from "hono";
import { expect, test } from "vitest";
import { fixtureServer } from "../testing/server.ts";
import { crossSiteCheck } from "./cross-site.ts";

const own = "https://scan.example";
const portal = "https://portal.example";

const verdict = (headers: Record<string, string>, url = `${own}/signinBody`) => {
  const check = crossSiteCheck({ origins: [portal] });
  return check(new Context(new Request(url, { method: "POST", headers })))?.kind ?? "passes";
};

test.each<[string, Record<string, string>]>([
  ["no browser", {}],
  ["the server's own page", { Origin: own, "Sec-Fetch-Site": "same-origin" }],
  [
    "its own page, behind a proxy that calls it by another name",
    { Origin: "https://edge.example", "Sec-Fetch-Site": "same-origin" },
  ],
  ["its own page, in a browser that tells no site", { Origin: own }],
  ["its own page, with the port written out", { Origin: own, Host: "scan.example:443" }],
  ["its own page in upper case", { Origin: own, Host: "SCAN.example" }],
  ["a person who typed the address", { "Sec-Fetch-Site": "none" }],
  ["a page that CORS admits", { Origin: portal, "Sec-Fetch-Site": "cross-site" }],
])("%s may sign in", (_, headers) => {
  expect(verdict(headers)).toBe("passes");
});

test.each<[string, Record<string, string>]>([
  ["another site", { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }],
  ["another site that hides its origin", { "Sec-Fetch-Site": "cross-site" }],
  ["a sibling on the same site", { Origin: "https://blog.scan.example", "Sec-Fetch-Site": "same-site" }],
  ["another site, in a browser that tells no site", { Origin: "https://evil.example" }],
  ["another port of the host", { Origin: "https://scan.example:8443" }],
  ["the same name within another", { Origin: "https://scan.example.evil.example" }],
  ["no origin at all (a sandboxed frame, a file)", { Origin: "null" }],
  ["a frame that says it is the server's own", { Origin: "null", "Sec-Fetch-Site": "same-origin" }],
  ["an extension", { Origin: "moz-extension://scan.example" }],
  ["what is no origin", { Origin: "scan.example" }],
  ["a site that no browser knows", { "Sec-Fetch-Site": "elsewhere" }],
  [
    "a forwarded host of whoever is no proxy",
    { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" },
  ],
])("%s may not", (_, headers) => {
  expect(verdict(headers)).toBe("forbidden");
});

test.each(["signinBody", "signin2fa", "sigin2fa"])(
  "/%s is asked before anything is tried or counted",
  async (path) => {
    const app = fixtureServer({ rateLimit: { callsPerMinute: 1 } });
    const headers = { "Content-Type": "application/json", Origin: "https://evil.example" };
    const call = () =>
      app.request(`/${path}`, { method: "POST", headers, body: '{"Login":"alice","Password":"secret"}' });
    expect([(await call()).status, (await call()).status]).toEqual([403, 403]);
  },
);

test("a page that CORS admits signs in", async () => {
  const app = fixtureServer({ crossOrigin: { origins: [portal] } });
  const headers = { "Content-Type": "application/json", Origin: portal, "Sec-Fetch-Site": "cross-site" };
  const body = '{"Login":"alice","Password":"secret"}';
  const answer = await app.request("/signinBody", { method: "POST", headers, body });
  expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([200, portal]);
});

const PROXY = "10.0.0.1";
/** As a trusted proxy or a stranger at `peer` calls the server, which it knows as `scan.internal`. */
const proxied = (header: "x-forwarded-for" | "forwarded", headers: Record<string, string>, peer = PROXY) => {
  const check = crossSiteCheck({
    origins: [],
    proxies: { isTrusted: (address) => address === PROXY, header },
  });
  const request = new Request("http://scan.internal/signinBody", { method: "POST", headers });
  const socket = Object.defineProperty(new Socket(), "remoteAddress", { value: peer });
  const env = { incoming: new IncomingMessage(socket) };
  return check(new Context(request, { env, executionCtx: undefined, path: "/" }))?.kind ?? "passes";
};

test.each<["x-forwarded-for" | "forwarded", Record<string, string>]>([
  ["x-forwarded-for", { "X-Forwarded-Host": "scan.example" }],
  ["x-forwarded-for", { "X-Forwarded-Host": "other.example, scan.example" }],
  ["forwarded", { Forwarded: 'for=192.0.2.1;host="scan.example";proto=https' }],
  ["forwarded", { Forwarded: "for=192.0.2.1, host=scan.example" }],
])("behind a proxy that writes %s the host is known that the proxy was called by: %j", (header, headers) => {
  expect(proxied(header, { Origin: own, ...headers })).toBe("passes");
  expect(proxied(header, { Origin: "https://evil.example", ...headers })).toBe("forbidden");
  expect(proxied(header, { Origin: own, ...headers }, "192.0.2.7")).toBe("forbidden");
});

test.each<["x-forwarded-for" | "forwarded", Record<string, string>]>([
  ["x-forwarded-for", {}],
  ["x-forwarded-for", { Forwarded: "host=scan.example" }],
  ["forwarded", { "X-Forwarded-Host": "scan.example" }],
  ["forwarded", { Forwarded: "for=192.0.2.1;proto=https" }],
  ["forwarded", { Forwarded: 'host="not a host"' }],
])(
  "what a proxy that writes %s does not tell, or in another header, counts for nothing: %j",
  (header, headers) => {
    expect(proxied(header, { Origin: own, ...headers })).toBe("forbidden");
  },
);
