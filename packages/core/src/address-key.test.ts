import { expect, test } from "vitest";
import { addressKey } from "./address-key.ts";

test.each([
  ["192.0.2.7", ["192.0.2.7", "::ffff:192.0.2.7", "::FFFF:C000:0207", "0:0:0:0:0:ffff:c000:207"]],
  ["192.0.2.7", ["64:ff9b::192.0.2.7", "2002:c000:207::1", "2002:c000:207:ffff::9", "::192.0.2.7"]],
  ["2001:db8::/64", ["2001:db8::", "2001:db8::1", "2001:DB8:0:0:ffff:ffff:ffff:ffff"]],
  ["2001:db8:0:1::/64", ["2001:db8:0:1::1", "2001:0db8:0000:0001:0000:0000:0000:0001"]],
  ["fe80::/64", ["fe80::1", "fe80::1%eth0", "fe80::2%7"]],
  ["::/64", ["::1"]],
])("%s stands for %j", (key, addresses) => {
  expect(new Set(addresses.map(addressKey))).toEqual(new Set([key]));
});

test("what is no address counts as it stands", () => {
  expect(["none", "", "300.1.1.1", "2001:db8::/64"].map(addressKey)).toEqual([
    ...["none", "", "300.1.1.1"],
    "2001:db8::/64",
  ]);
});
