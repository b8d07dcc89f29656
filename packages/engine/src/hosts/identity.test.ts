import { expect, test } from "vitest";
import { canonicalAddress, canonicalDnsName, hostIdentity } from "./identity.ts";

test.each([
  ["Web.Example.local", "web.example.local"],
  ["web.example.local.", "web.example.local"],
  ["web_1", "web_1"],
  ["10.0.0.1", "10.0.0.1"],
])("the DNS name %j is known as %j", (text, canonical) => {
  expect(canonicalDnsName(text)).toBe(canonical);
});

test.each([
  "",
  ".",
  "a b",
  "a..b",
  "-a",
  "a-",
  "a/b",
  "a:22",
  "fe80::1",
  "ü.de",
  "x".repeat(64),
  "x.".repeat(128),
])("%j is no DNS name", (text) => {
  expect(canonicalDnsName(text)).toBeUndefined();
});

test.each([
  ["10.0.0.1", "10.0.0.1"],
  ["2001:DB8:0:0::1", "2001:db8::1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["FE80::1%eth0", "fe80::1%eth0"],
])("the address %j is known as %j", (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical);
});

test.each(["", "string", "10.1", "010.0.0.1", "256.0.0.1", "::g", "10.0.0.1:22"])(
  "%j is no address",
  (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  },
);

test("the DNS name identifies a host before its address does", () => {
  expect(hostIdentity({ dnsHostName: "web.local", ipAddress: "10.0.0.1" }, 22)).toBe("web.local:22");
});

test("an address identifies a host without a name", () => {
  expect(hostIdentity({ dnsHostName: null, ipAddress: "10.0.0.1" }, 2222)).toBe("10.0.0.1:2222");
  expect(hostIdentity({ dnsHostName: null, ipAddress: "2001:db8::1" }, 22)).toBe("[2001:db8::1]:22");
});
