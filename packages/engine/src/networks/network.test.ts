import ipaddr from "ipaddr.js";
import { expect, test } from "vitest";
import { contains, covers, isWithin, type Network, parseNetwork } from "./network.ts";

function network(text: string): Network {
  return parseNetwork(text) ?? expect.fail(`${text} is no network`);
}

test.each([
  ["10.0.0.0/8", "10.0.0.0/8"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["192.0.2.7/32", "192.0.2.7/32"],
  ["2001:DB8::/32", "2001:db8::/32"],
  ["::/0", "::/0"],
  ["::1/128", "::1/128"],
  ["::ffff:10.0.0.0/104", "10.0.0.0/8"],
])("%s is the network %s", (text, written) => {
  const { first, bits } = network(text);
  expect(`${first}/${bits}`).toBe(written);
});

test.each([
  "",
  "10.0.0.0",
  "10.0.0.0/",
  "/8",
  "10.0.0.0/33",
  "10.0.0.0/-1",
  "10.0.0.0/8/8",
  "10.0.0.0/255.0.0.0",
  "2001:db8::/129",
  "10/8",
  "010.0.0.0/8",
  "0x0a000000/8",
  "fe80::%eth0/10",
  "example.com/8",
  // An address within a network, or a slip in its length.
  "10.0.0.1/8",
  "10.128.0.0/8",
  "2001:db8::1/32",
  // Wider than all of IPv4, and no network of IPv6.
  "::ffff:0:0/90",
])("%j is none", (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});

test.each([
  ["10.0.0.0/8", "10.255.255.255", true],
  ["10.0.0.0/8", "11.0.0.0", false],
  ["10.0.0.0/9", "10.128.0.0", false],
  ["fe80::/10", "febf::1", true],
  ["fe80::/10", "fe80::1%eth0", true],
  ["fe80::/10", "fec0::1", false],
  ["::/0", "10.0.0.1", false],
  ["0.0.0.0/0", "::1", false],
])("whether %s contains %s: %s", (text, address, within) => {
  expect(contains(network(text), ipaddr.parse(address))).toBe(within);
});

test.each([
  ["10.0.0.0/8", "10.0.0.0/8", true],
  ["10.0.0.0/8", "10.1.0.0/16", true],
  ["10.1.0.0/16", "10.0.0.0/8", false],
  ["10.0.0.0/8", "11.0.0.0/16", false],
  ["::/0", "10.0.0.0/8", false],
])("whether %s covers %s: %s", (outer, inner, covered) => {
  expect(covers(network(outer), network(inner))).toBe(covered);
});

test("a text is within networks if it means an address of one of them", () => {
  const networks = [network("10.0.0.0/8"), network("2001:db8::/32")];
  for (const text of ["10.1.2.3", "::ffff:10.1.2.3", "2001:DB8::1"])
    expect(isWithin(networks, text)).toBe(true);
  for (const text of ["11.0.0.1", "2001:db9::1", "unknown", ""]) expect(isWithin(networks, text)).toBe(false);
});
