import { expect, test } from "vitest";
import { hostRule } from "./host-rule.ts";

const local = hostRule({ isLocal: true, allowed: undefined });
const named = hostRule({ isLocal: false, allowed: ["scan.example", "*.lab.example", "[2001:db8::1]"] });

test.each(["localhost", "LocalHost", "localhost.", "a.localhost", "127.0.0.1", "127.9.8.7", "[::1]"])(
  "on loopback, %s is this machine",
  (host) => {
    expect([local?.(host), named?.(host)]).toEqual([true, true]);
  },
);

test.each([
  "evil.example",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "notlocalhost",
  "128.0.0.1",
  "127.1",
  "0x7f.0.0.1",
  "2130706433",
  "0.0.0.0",
  "[::]",
  "[::ffff:127.0.0.1]",
  "scan.example",
  "",
])("on loopback, %j is not", (host) => {
  expect(local?.(host)).toBe(false);
});

test.each(["scan.example", "SCAN.example.", "a.lab.example", "a.b.lab.example", "[2001:db8::1]"])(
  "%s is a configured name",
  (host) => {
    expect(named?.(host)).toBe(true);
  },
);

test.each(["lab.example", "evillab.example", "a.scan.example", "lab.example.evil"])("%s is none", (host) => {
  expect(named?.(host)).toBe(false);
});

test("beyond loopback any name will do, unless names are configured", () => {
  expect(hostRule({ isLocal: false, allowed: undefined })).toBeUndefined();
});
