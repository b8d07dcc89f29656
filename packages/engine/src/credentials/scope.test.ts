import { expect, test } from "vitest";
import { Scope } from "./scope.ts";

function scope(...texts: string[]): Scope {
  const read = Scope.state(texts);
  return read instanceof Scope ? read : expect.fail(read.problem);
}

test.each([
  ["anywhere", "anywhere"],
  ["ANYWHERE", "anywhere"],
  ["10.0.0.0/8", "10.0.0.0/8"],
  [" 10.0.0.0/8:22 ", "10.0.0.0/8:22"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["::ffff:10.0.0.0/104", "10.0.0.0/8"],
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.7/32:5986", "192.0.2.7:5986"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:DB8::/32", "2001:db8::/32"],
  ["[2001:db8::/32]:22", "[2001:db8::/32]:22"],
  ["[2001:db8:0::1]", "2001:db8::1"],
  ["[2001:db8::1]:65535", "[2001:db8::1]:65535"],
  ["Web.Corp.Example.", "web.corp.example"],
  ["*.Corp.Example.:22", "*.corp.example:22"],
  ["localhost", "localhost"],
  ["xn--bcher-kva.example", "xn--bcher-kva.example"],
])("%j is written %s", (stated, written) => {
  const { texts } = scope(stated);
  expect(texts).toEqual([written]);
  expect(scope(...texts).texts).toEqual([written]);
});

test("what is stated twice is kept once", () => {
  expect(scope("10.0.0.0/8", "10.0.0.0/8", "web.example", "WEB.example.").texts).toEqual([
    "10.0.0.0/8",
    "web.example",
  ]);
});

test.each([
  [[], "must name"],
  [[""], "is empty"],
  [["10.0.0.0/8", ""], "is empty"],
  [[":22"], "is empty"],
  [["anywhere", "10.0.0.0/8"], "stands alone"],
  [["anywhere:22"], "stands alone"],
  [["10.0.0.1/8"], "10.0.0.1 is not the first address of it"],
  [["10.0.0.0/33"], "its length is none"],
  [["2001:db8::1/32"], "is not the first address"],
  [["::ffff:0:0/90"], "is no network"],
  [["web.example/8"], "is no network, as 10.0.0.0/8 is"],
  [["10.0.0.0/8:0"], "needs a port"],
  [["10.0.0.0/8:65536"], "needs a port"],
  [["10.0.0.0/8:022"], "needs a port"],
  [["10.0.0.0/8:"], "needs a port"],
  [["web.example:ssh"], "needs a port"],
  [["web.example:22-23"], "needs a port"],
  [["web.example:22:23"], "is no network, no address and no DNS name"],
  [["fe80::1%eth0"], "has a zone"],
  [["fe80::%eth0/10"], "has a zone"],
  [["*"], "in place of its first labels"],
  [["*.*.example"], "in place of its first labels"],
  [["web*.example"], "in place of its first labels"],
  [["*example"], "in place of its first labels"],
  [["web.*"], "in place of its first labels"],
  [["*."], "in place of its first labels"],
  [["bücher.example"], "in ASCII"],
  [["*.bücher.example"], "in ASCII"],
  [["\u212a.corp.example"], "in ASCII"],
  [["*.\u212a.example"], "in ASCII"],
  [["010.0.0.1"], "is no network, no address and no DNS name"],
  [["127.1"], "is no network, no address and no DNS name"],
  [["2130706433"], "is no network, no address and no DNS name"],
  [["0x7f.1"], "is no network, no address and no DNS name"],
  [["*.0x7f"], "in place of its first labels"],
  [["10.0.0.300"], "is no network, no address and no DNS name"],
  [["not a name"], "is no network, no address and no DNS name"],
  [["[web.example]:22"], "is no network, no address and no DNS name"],
  [["[10.0.0.1]:22"], "is no network, no address and no DNS name"],
  [Array.from({ length: 201 }, (_, index) => `host-${index}.example`), "at most 200"],
])("%j is no scope: %s", (texts, reason) => {
  expect(Scope.state(texts)).toEqual({ problem: expect.stringContaining(reason) });
});

test("what is kept but cannot be read names nothing", () => {
  const place = { dnsHostName: "web.example", address: "10.0.0.1", port: 22 };
  expect(Scope.kept(["web.example", "a b"]).holds(place)).toBe("no");
  expect(Scope.kept(["anywhere", "10.0.0.0/8"]).holds(place)).toBe("no");
  expect(Scope.kept([]).holds(place)).toBe("no");
});

test.each([
  ["anywhere", null, "203.0.113.9", 1, "yes"],
  ["10.0.0.0/8", null, "10.255.0.1", 22, "yes"],
  ["10.0.0.0/8", null, "::ffff:10.255.0.1", 22, "yes"],
  ["10.0.0.0/8", null, "::ffff:aff:1", 22, "yes"],
  ["10.0.0.0/8", "evil.example", "10.255.0.1", 22, "yes"],
  ["10.0.0.0/8", null, "11.0.0.1", 22, "no"],
  ["10.0.0.0/8", null, "64:ff9b::10.0.0.1", 22, "no"],
  ["10.0.0.0/8:22", null, "10.0.0.1", 22, "yes"],
  ["10.0.0.0/8:22", null, "10.0.0.1", 2222, "no"],
  ["0.0.0.0/0", null, "203.0.113.9", 22, "yes"],
  ["0.0.0.0/0", null, "2001:db8::1", 22, "no"],
  ["::/0", null, "203.0.113.9", 22, "no"],
  ["2001:db8::/32", null, "2001:0DB8::1", 22, "yes"],
  ["fe80::/10", null, "fe80::1%eth1", 22, "no"],
  ["[2001:db8::1]:22", null, "2001:db8::1", 23, "no"],
  ["web.corp.example", "web.corp.example", "10.0.0.1", 22, "if resolved"],
  ["web.corp.example", "x.web.corp.example", "10.0.0.1", 22, "no"],
  ["web.corp.example", null, "10.0.0.1", 22, "no"],
  ["*.corp.example", "web.corp.example", "10.0.0.1", 22, "if resolved"],
  ["*.corp.example", "a.b.corp.example", "10.0.0.1", 22, "if resolved"],
  ["*.corp.example", "corp.example", "10.0.0.1", 22, "no"],
  ["*.corp.example", "evil-corp.example", "10.0.0.1", 22, "no"],
  ["*.corp.example", "web.corp.example.evil.example", "10.0.0.1", 22, "no"],
  ["*.corp.example:22", "web.corp.example", "10.0.0.1", 2222, "no"],
  ["localhost", "localhost", "127.0.0.1", 2222, "if resolved"],
  ["localhost", null, "127.0.0.1", 2222, "yes"],
  ["localhost", null, "::1", 2222, "yes"],
  ["localhost", null, "::ffff:127.0.0.1", 2222, "yes"],
  ["localhost", null, "127.0.0.2", 2222, "no"],
  ["localhost", "evil.example", "127.0.0.1", 2222, "no"],
  ["localhost:22", null, "127.0.0.1", 2222, "no"],
  ["10.0.0.0/8", null, "no address", 22, "no"],
])("whether %s holds %j at %s port %i: %s", (text, dnsHostName, address, port, held) => {
  expect(scope(text).holds({ dnsHostName, address, port })).toBe(held);
});

test("a network that is named needs no answer of DNS, whatever else is", () => {
  const place = { dnsHostName: "web.corp.example", address: "10.0.0.1", port: 22 };
  expect(scope("*.corp.example", "10.0.0.0/8").holds(place)).toBe("yes");
  expect(scope("*.corp.example", "10.0.0.0/8:23").holds(place)).toBe("if resolved");
});

test.each([
  ["anywhere", "evil.example", null, [22], "maybe"],
  ["10.0.0.0/8", "evil.example", null, [22], "maybe"],
  ["10.0.0.0/8", null, "10.0.0.1", [22], "maybe"],
  ["10.0.0.0/8", null, "11.0.0.1", [22], "elsewhere"],
  ["10.0.0.0/8", "web.example", "11.0.0.1", [22], "elsewhere"],
  ["10.0.0.0/8:22", "web.example", null, [2222], "other port"],
  ["10.0.0.0/8:5986", "web.example", null, [22, 5986], "maybe"],
  ["*.corp.example", "web.corp.example", null, [22], "maybe"],
  ["*.corp.example", "web.corp.example", "203.0.113.9", [22], "maybe"],
  ["*.corp.example", "evil.example", null, [22], "elsewhere"],
  ["*.corp.example", null, "10.0.0.1", [22], "elsewhere"],
  ["*.corp.example:22", "web.corp.example", null, [2222], "other port"],
  ["localhost", "localhost", null, [22], "maybe"],
  ["localhost", null, "127.0.0.1", [22], "maybe"],
  ["localhost", "evil.example", null, [22], "elsewhere"],
  ["localhost", "evil.example", "127.0.0.1", [22], "elsewhere"],
])("%s could hold %j at %j, ports %j: %s", (text, dnsHostName, ipAddress, ports, verdict) => {
  expect(scope(text).couldHold({ dnsHostName, ipAddress }, ports)).toBe(verdict);
});
