import { expect, test } from "vitest";
import { canonicalDnsName } from "./host-name.ts";

test.each([
  ["Web.Example.Local", "web.example.local"],
  ["web.example.local.", "web.example.local"],
  ["my_host", "my_host"],
  ["10gbit.example", "10gbit.example"],
  ["3com", "3com"],
  ["1.2.3.4.in-addr.arpa", "1.2.3.4.in-addr.arpa"],
  ["0xcafe.example", "0xcafe.example"],
  ["127.0.0.1", "127.0.0.1"],
  ["255.255.255.255", "255.255.255.255"],
])("%s names %s", (text, name) => {
  expect(canonicalDnsName(text)).toBe(name);
});

test.each([
  "127.000.000.025",
  "127.0.0.01",
  "127.21",
  "127.1",
  "127.0.1",
  "10.0.0.300",
  "256.1.1.1",
  "1.2.3.4.5",
  "1.2.3",
  "0",
  "00",
  "2130706433",
  "4294967296",
  "0x7f.1",
  "0X7F000001",
  "0x7f.0.0.0x1",
  "0x.1",
  "017700000001",
  "127.0.0.1.",
  "127.1.",
  "2130706433.",
  "127.0.0.1..",
  ".127.0.0.1",
  "127..1",
  "\uff11\uff12\uff17.0.0.1",
  "127\u30020\u30020\u30021",
  "",
  ".",
  "a/b",
  "a:22",
  "\u00fc.de",
  "\u212a.corp.example",
  "-web",
  "web-",
  "a b",
  "::1",
  "x".repeat(64),
  `${"a.".repeat(127)}aa`,
])("%j names no host", (text) => {
  expect(canonicalDnsName(text)).toBeUndefined();
});
