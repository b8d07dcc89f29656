import { expect, test } from "vitest";
import { reachedBy } from "./target.ts";

test.each([
  ["http://127.0.0.1:6500", "loopback"],
  ["http://127.8.4.2", "loopback"],
  ["https://localhost:6500/base", "loopback"],
  ["https://hostscan.localhost", "loopback"],
  ["http://[::1]:6500", "loopback"],
  ["https://hostscan.example", "network"],
  ["https://127.0.0.1.example", "network"],
  ["http://192.0.2.1", "network"],
])("%s is reached by %s", (baseUrl, reached) => {
  expect(reachedBy({ baseUrl })).toBe(reached);
});

test("a target with a fetch of its own is reached by a function", () => {
  expect(reachedBy({ baseUrl: "http://127.0.0.1", fetch: async () => new Response() })).toBe("function");
});
