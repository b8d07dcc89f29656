import { describe, expect, it } from "vitest";
import { requireXrdp, xrdpUnavailable } from "./availability.ts";

const machine = { xrdp: "/usr/sbin/xrdp", noCertificate: undefined };

describe("xrdpUnavailable", () => {
  it("has nothing against a machine with xrdp and openssl", () => {
    expect(xrdpUnavailable(machine)).toBeUndefined();
    expect(requireXrdp(machine)).toBe("/usr/sbin/xrdp");
  });

  it.each([
    [{ ...machine, xrdp: undefined }, /no xrdp is installed/],
    [{ ...machine, noCertificate: "no openssl" }, /no openssl/],
  ])("tells what is missing", (here, reason) => {
    expect(xrdpUnavailable(here)).toMatch(reason);
    expect(() => requireXrdp(here)).toThrow(reason);
  });
});
