import { expect, test } from "vitest";
import { forwardedAddresses } from "./forwarded-addresses.ts";

test.each([
  ["192.0.2.1", ["192.0.2.1"]],
  ["192.0.2.1, 10.0.0.1", ["192.0.2.1", "10.0.0.1"]],
  ["2001:db8::1", ["2001:db8::1"]],
  ["192.0.2.1:4711,[2001:db8::1]:443", ["192.0.2.1", "2001:db8::1"]],
  ["unknown, 192.0.2.999, '; drop", [undefined, undefined, undefined]],
  ["", [undefined]],
])("X-Forwarded-For: %s", (value, addresses) => {
  expect(forwardedAddresses("x-forwarded-for", value)).toEqual(addresses);
});

test.each([
  ["for=192.0.2.1", ["192.0.2.1"]],
  ['For="[2001:db8:cafe::17]:4711"', ["2001:db8:cafe::17"]],
  ["for=192.0.2.60;proto=http;by=203.0.113.43", ["192.0.2.60"]],
  ["by=203.0.113.43; for=192.0.2.43, for=198.51.100.17", ["192.0.2.43", "198.51.100.17"]],
  ["for=_hidden, for=unknown, proto=https", [undefined, undefined, undefined]],
  ["xfor=192.0.2.1", [undefined]],
])("Forwarded: %s", (value, addresses) => {
  expect(forwardedAddresses("forwarded", value)).toEqual(addresses);
});

test("without the header there is none", () => {
  expect(forwardedAddresses("forwarded", undefined)).toEqual([]);
});
