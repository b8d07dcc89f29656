import { expect, test } from "vitest";
import { hostOf } from "./host-name.ts";

test.each([
  ["web-1.example.com.", { dnsHostName: "web-1.example.com." }],
  ["_web", { dnsHostName: "_web" }],
  ["10.0.0.7", { ipAddress: "10.0.0.7" }],
  ["[2001:db8::1]", { ipAddress: "2001:db8::1" }],
  ["web-1:2222", { dnsHostName: "web-1", sshPort: 2222 }],
  ["10.0.0.7:22", { ipAddress: "10.0.0.7", sshPort: 22 }],
  ["[2001:db8::1]:65535", { ipAddress: "2001:db8::1", sshPort: 65535 }],
  ["2001:db8::1:22", { ipAddress: "2001:db8::1:22" }],
  ["web-1:0", undefined],
  ["web-1:65536", undefined],
  ["web-1:", undefined],
  ["web-1:ssh", undefined],
  ["web-1:22:22", undefined],
  ["[web-1]:22", undefined],
  ["ssh://web-1", undefined],
  ["user@web-1", undefined],
  ["-", undefined],
  ["10.0.0.300", undefined],
  ["web 1", undefined],
  ["-web", undefined],
  ["a..b", undefined],
  ["", undefined],
  ["a".repeat(64), undefined],
])("%j is %j", (text, host) => {
  expect(hostOf(text)).toEqual(host);
});
