import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { embeddedIpv4 } from "./embedded-address.ts";

const embedded = (text: string) => {
  const { leadsTo, mayLeadTo } = embeddedIpv4(ipaddr.parse(text));
  return { leadsTo: leadsTo.map(String), mayLeadTo: mayLeadTo.map(String) };
};

describe("embeddedIpv4", () => {
  it.each([
    ["everybody's NAT64", "64:ff9b::a9fe:a9fe"],
    ["a network's own NAT64, /48", "64:ff9b:1:a9fe:a9:fe00::"],
    ["a network's own NAT64, /56", "64:ff9b:1:1a9:fe:a9fe::"],
    ["a network's own NAT64, /64", "64:ff9b:1:1:a9:fea9:fe00::"],
    ["a network's own NAT64, /96", "64:ff9b:1::a9fe:a9fe"],
    ["a network's own NAT64 with a suffix", "64:ff9b:1:a9fe:a9:fe12:3456:7890"],
    ["6to4", "2002:a9fe:a9fe::1"],
    ["IPv4-translated", "::ffff:0:a9fe:a9fe"],
    ["IPv4-compatible", "::a9fe:a9fe"],
    ["Teredo, by its client", "2001:0:c000:201:0:ffff:5601:5601"],
    ["Teredo, by its server", "2001:0:a9fe:a9fe:0:ffff:3fff:fdfe"],
    ["ISATAP", "fe80::5efe:a9fe:a9fe"],
    ["ISATAP with a universal address", "2001:db8::200:5efe:a9fe:a9fe"],
  ])("reads %s: %s", (_, text) => {
    expect(embedded(text).leadsTo).toContain("169.254.169.254");
  });

  // The examples of RFC 6052, section 2.4.
  it.each([
    ["2001:db8:c000:221::", "192.0.2.33"],
    ["2001:db8:1c0:2:21::", "192.0.2.33"],
    ["2001:db8:122:c000:2:2100::", "192.0.2.33"],
    ["2001:db8:122:3c0:0:221::", "192.0.2.33"],
    ["2001:db8:122:344:c0:2:2100::", "192.0.2.33"],
    ["2001:db8:122:344::192.0.2.33", "192.0.2.33"],
  ])("sees that %s may lead to %s", (text, address) => {
    const { leadsTo, mayLeadTo } = embedded(text);
    expect(leadsTo).toEqual([]);
    expect(mayLeadTo).toContain(address);
  });

  it.each(["::", "::1", "10.0.0.1", "2001:db8::1", "2001:db8::10:7", "2001:db8::1234:5678:9abc:def0"])(
    "sees nothing in %s",
    (text) => {
      expect(embedded(text)).toEqual({ leadsTo: [], mayLeadTo: [] });
    },
  );
});
