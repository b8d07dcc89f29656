import { expect, test } from "vitest";
import { isReadableOnTheWay, serverUrl } from "./server-url.ts";

test.each([
  ["https://NPS.example.com:6500/", "https://nps.example.com:6500"],
  ["http://127.0.0.1:6500/base/?q#h", "http://127.0.0.1:6500/base"],
])("%s is kept as %s", (text, url) => {
  expect(serverUrl(text)).toBe(url);
});

test.each([
  ["https://nps.example.com", false],
  ["http://nps.example.com", true],
  ["http://127.0.0.1:6500", false],
  ["http://[::1]:6500", false],
  ["http://localhost", false],
  ["http://localhost.evil.example", true],
])("what is sent to %s can be read on the way: %s", (url, readable) => {
  expect(isReadableOnTheWay(url)).toBe(readable);
});
