import ipaddr from "ipaddr.js";
import { expect, test } from "vitest";
import { embeddedIpv4 } from "./embedded-address.ts";

test.each([
  ["64:ff9b::a9fe:a9fe", "169.254.169.254"],
  ["64:ff9b:1::a9fe:a9fe", "169.254.169.254"],
  ["2002:a9fe:a9fe::1", "169.254.169.254"],
  ["::ffff:0:a9fe:a9fe", "169.254.169.254"],
  ["::a9fe:a9fe", "169.254.169.254"],
])("%s leads to %s", (address, embedded) => {
  expect(String(embeddedIpv4(ipaddr.parse(address)))).toBe(embedded);
});

test.each(["::", "::1", "2001:db8::a9fe:a9fe", "64:ff9c::a9fe:a9fe", "10.0.0.1"])(
  "%s leads to no other address",
  (address) => {
    expect(embeddedIpv4(ipaddr.parse(address))).toBeUndefined();
  },
);
