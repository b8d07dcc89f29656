import { expect, test } from "vitest";
import { hostOf } from "./host-name.ts";

test.each([
  ["web-1.example.com.", { dnsHostName: "web-1.example.com." }],
  ["_web", { dnsHostName: "_web" }],
  ["10.0.0.7", { ipAddress: "10.0.0.7" }],
  ["[2001:db8::1]", { ipAddress: "2001:db8::1" }],
  ["10.0.0.300", undefined],
  ["web 1", undefined],
  ["-web", undefined],
  ["a..b", undefined],
  ["", undefined],
  ["a".repeat(64), undefined],
])("%j is %j", (text, host) => {
  expect(hostOf(text)).toEqual(host);
});
