import { expect, test } from "vitest";
import { canonicalAddress, hostIdentity } from "./identity.ts";

test.each([
  ["10.0.0.1", "10.0.0.1"],
  ["2001:DB8:0:0::1", "2001:db8::1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["FE80::1%eth0", "fe80::1%eth0"],
])("the address %j is known as %j", (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical);
});

test.each([
  "",
  "string",
  "10.1",
  "010.0.0.1",
  "127.000.000.025",
  "127.21",
  "0x7f.1",
  "2130706433",
  "127.0.0.1.",
  "256.0.0.1",
  "::g",
  "10.0.0.1:22",
])("%j is no address", (text) => {
  expect(canonicalAddress(text)).toBeUndefined();
});

test("the DNS name identifies a host before its address does", () => {
  expect(hostIdentity({ dnsHostName: "web.local", ipAddress: "10.0.0.1" }, 22)).toBe("web.local:22");
});

test("an address identifies a host without a name", () => {
  expect(hostIdentity({ dnsHostName: null, ipAddress: "10.0.0.1" }, 2222)).toBe("10.0.0.1:2222");
  expect(hostIdentity({ dnsHostName: null, ipAddress: "2001:db8::1" }, 22)).toBe("[2001:db8::1]:22");
});
