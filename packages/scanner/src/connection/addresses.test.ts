import { describe, expect, it } from "vitest";
import type { ScanTarget } from "../types.ts";
import { addressesOf, type Resolve } from "./addresses.ts";

const target = (host: Pick<ScanTarget, "dnsHostName" | "ipAddress">): ScanTarget => ({
  ...host,
  port: 22,
  platform: "linux",
  trust: { onMismatch: "error", acceptFirstDiscovery: false, trusted: {} },
});

const resolveNothing: Resolve = async () => {
  throw new Error("not to be asked");
};

describe("addressesOf", () => {
  it.each(["192.0.2.7", "2001:db8::7"])(
    "takes the address %s as it is, without asking for the name",
    async (ipAddress) => {
      const addresses = await addressesOf(target({ dnsHostName: "web-01", ipAddress }), resolveNothing);
      expect(addresses).toEqual({ ok: true, value: [ipAddress] });
    },
  );

  it("asks the system for a name", async () => {
    const addresses = await addressesOf(target({ dnsHostName: "localhost" }));
    expect(addresses).toMatchObject({ ok: true, value: expect.arrayContaining(["127.0.0.1"]) });
  });

  it("takes every address of a name once, in order", async () => {
    const found = ["2001:db8::7", "192.0.2.7", "2001:db8::7"].map((address) => ({ address }));
    const addresses = await addressesOf(target({ dnsHostName: "web-01" }), async () => found);
    expect(addresses).toEqual({ ok: true, value: ["2001:db8::7", "192.0.2.7"] });
  });

  it.each([
    ["an address that is none", { ipAddress: "192.0.2.300" }, '"192.0.2.300" is not an IP address.'],
    ["a name in place of the address", { ipAddress: "localhost" }, '"localhost" is not an IP address.'],
    ["neither name nor address", {}, "The host has neither a name nor an address."],
    ["empty ones", { dnsHostName: "", ipAddress: "" }, "The host has neither a name nor an address."],
  ])("fails for %s", async (_, host, message) => {
    const addresses = await addressesOf(target(host), resolveNothing);
    expect(addresses).toEqual({ ok: false, failure: { phase: "dns", message } });
  });

  it("fails for a name without addresses", async () => {
    const addresses = await addressesOf(target({ dnsHostName: "web-01" }), async () => []);
    expect(addresses).toMatchObject({
      failure: { phase: "dns", message: 'The name "web-01" has no address.' },
    });
  });

  it("fails for a name that the system does not know", async () => {
    const addresses = await addressesOf(target({ dnsHostName: "no-such-host.invalid" }));
    const message = expect.stringMatching(/"no-such-host\.invalid" could not be resolved \(E\w+\)/);
    expect(addresses).toMatchObject({ failure: { phase: "dns", message } });
  });
});
