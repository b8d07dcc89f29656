import { expect, test } from "vitest";
import { networkOf } from "./network.ts";

test.each([
  ["10.1.2.3", "10.1.2.0/24"],
  ["::ffff:10.1.2.3", "10.1.2.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80::/64"],
])("%s is in %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([null, "web.local"])("the network of %s is not known", (address) => {
  expect(networkOf(address)).toBe("");
});
