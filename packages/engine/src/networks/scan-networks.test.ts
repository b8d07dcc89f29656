import { expect, test } from "vitest";
import { parseNetwork } from "./network.ts";
import { createScanNetworks } from "./scan-networks.ts";

const networks = (...texts: string[]) =>
  texts.map((text) => parseNetwork(text) ?? expect.fail(`${text} is no network`));
const permitted = (rules: { allowed?: string[]; denied?: string[] }, address: string) =>
  createScanNetworks({
    allowed: networks(...(rules.allowed ?? [])),
    denied: networks(...(rules.denied ?? [])),
  }).permit(address);

test.each(["127.0.0.1", "::1", "10.0.0.1", "8.8.8.8", "2001:db8::1", "fd00::1", "::ffff:10.0.0.1"])(
  "%s may be scanned where nothing is set",
  (address) => {
    expect(permitted({}, address)).toBe(true);
  },
);

test.each([
  "0.0.0.0",
  "0.1.2.3",
  "::",
  "169.254.1.1",
  "169.254.169.254",
  "169.254.170.2",
  "fe80::1",
  "fe80::1%eth0",
  "febf::1%2",
  "224.0.0.1",
  "239.255.255.255",
  "ff02::1",
  "255.255.255.255",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
  "fd00:42::42",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  // Other ways to write them, or to get there.
  "::ffff:169.254.169.254",
  "::ffff:a9fe:a9fe",
  "0:0:0:0:0:ffff:a9fe:a9fe",
  "::169.254.169.254",
  "64:ff9b::169.254.169.254",
  "2002:a9fe:a9fe::",
  "64:ff9b:1:a9fe:a9:fe00::",
  "2001:db8:a9fe:a9fe::",
  "2001:db8::a9fe:a9fe",
  "2001:0:c000:201:0:ffff:5601:5601",
  "2001:db8::5efe:a9fe:a9fe",
  "2852039166",
  "0xa9fea9fe",
  "0251.0376.0251.0376",
  // No addresses.
  "",
  "localhost",
  "[::1]",
])("%j may not", (address) => {
  expect(permitted({}, address)).toBe(false);
});

test.each([
  ["what is allowed", "10.1.2.3", true],
  ["what is not allowed", "11.0.0.1", false],
  ["loopback, which is not allowed", "127.0.0.1", false],
  ["what is denied within it", "10.9.0.1", false],
  ["what is allowed within what is denied", "10.9.9.1", false],
  ["what is allowed by its IPv4 address", "::ffff:10.1.2.3", true],
  ["what leads to an allowed address", "64:ff9b::10.1.2.3", true],
  ["what leads to a denied address", "64:ff9b::10.9.0.1", false],
  ["what is allowed itself, but leads to another address", "2002:b00:1::1", false],
  ["what a gateway may read as a denied address", "2001:db8::10.9.0.1", false],
  ["what a gateway may read as an address that is not allowed", "2001:db8::11.0.0.1", true],
  ["IPv6 that is allowed", "2001:db8::1", true],
  ["IPv6 that is denied", "2001:db8:1::1", false],
])("%s: %s, %s", (_, address, permits) => {
  const rules = {
    allowed: ["10.0.0.0/8", "10.9.9.0/24", "2001:db8::/32", "2002::/16"],
    denied: ["10.9.0.0/16", "2001:db8:1::/48"],
  };
  expect(permitted(rules, address)).toBe(permits);
});

test("a gateway can be denied although what it leads to is not", () => {
  expect(permitted({ denied: ["64:ff9b::/96"] }, "64:ff9b::10.0.0.1")).toBe(false);
  expect(permitted({ denied: ["64:ff9b::/96"] }, "10.0.0.1")).toBe(true);
});

test("an IPv4-mapped address is none of IPv6", () => {
  expect(permitted({ denied: ["::/0"] }, "::ffff:10.0.0.1")).toBe(true);
});

test.each([
  ["all of IPv4", ["0.0.0.0/0"], "169.254.1.1", false],
  ["more than what is denied", ["169.0.0.0/8"], "169.254.1.1", false],
  ["exactly what is denied", ["169.254.0.0/16"], "169.254.1.1", true],
  ["less than what is denied", ["169.254.1.0/24"], "169.254.1.1", true],
  ["another part of what is denied", ["169.254.2.0/24"], "169.254.1.1", false],
  ["link-local addresses", ["169.254.0.0/16"], "169.254.169.254", false],
  ["the address of a cloud's metadata", ["169.254.169.254/32"], "169.254.169.254", true],
  ["link-local addresses of IPv6", ["fe80::/10"], "fe80::1%eth0", true],
])("to allow %s (%j) lifts the denial of %s: %s", (_, allowed, address, permits) => {
  expect(permitted({ allowed }, address)).toBe(permits);
});

test("what is denied stays so although it is allowed exactly", () => {
  const rules = { allowed: ["169.254.0.0/16"], denied: ["169.254.0.0/16"] };
  expect(permitted(rules, "169.254.1.1")).toBe(false);
});

test("ports that are not allowed are denied, at every address", () => {
  const scan = createScanNetworks({ ports: [{ first: 22, last: 22 }] });
  expect([scan.permit("10.0.0.1", 22), scan.permit("10.0.0.1", 23), scan.permit("10.0.0.1")]).toEqual([
    true,
    false,
    true,
  ]);
  expect([scan.permitPort(22), scan.permitPort(5986)]).toEqual([true, false]);
});
