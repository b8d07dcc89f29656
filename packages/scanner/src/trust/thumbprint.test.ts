import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asSshThumbprint, parseThumbprint, sameThumbprint, thumbprintOf } from "./thumbprint.ts";

const SSH = "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDdiCBIzIvRwAgvzYw";
const TLS = "A1".repeat(31).concat("0F");

describe("parseThumbprint", () => {
  it.each([
    ["an SSH thumbprint", SSH, SSH],
    ["one with padding", `${SSH}=`, SSH],
    ["one with another prefix case", SSH.replace("SHA256", "sha256"), SSH],
    ["one with blanks around", `  ${SSH}\n`, SSH],
    ["a TLS thumbprint", TLS, TLS],
    ["one in lower case", TLS.toLowerCase(), TLS],
    ["one with colons", TLS.replace(/..(?!$)/g, "$&:"), TLS],
  ])("takes %s", (_, text, canonical) => {
    expect(parseThumbprint(text)).toBe(canonical);
  });

  it.each([
    ["nothing", ""],
    ["prose", "trust me"],
    ["base64 without its prefix", SSH.slice(7)],
    ["too short a base64", SSH.slice(0, -1)],
    ["too long a base64", `${SSH}A`],
    ["base64 that no 32 bytes encode to", `${SSH.slice(0, -1)}x`],
    ["base64 for URLs", SSH.replace("u", "-")],
    ["the MD5 form of OpenSSH", "MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48"],
    ["a SHA-1 certificate thumbprint", "A1".repeat(20)],
    ["half a byte too much", `${TLS}0`],
    ["two colons in a row", TLS.replace("A1", "A1::")],
  ])("takes not %s", (_, text) => {
    expect(parseThumbprint(text)).toBeUndefined();
  });

  it("keeps every thumbprint of ours as it is", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (key) => {
        const thumbprint = thumbprintOf(key);
        expect(parseThumbprint(thumbprint)).toBe(thumbprint);
      }),
    );
  });
});

describe("asSshThumbprint", () => {
  it("writes the hexadecimal digits of a key as OpenSSH does, and leaves what is none", () => {
    const hex = Buffer.from(SSH.slice(7), "base64").toString("hex");
    for (const text of [hex, hex.toUpperCase(), hex.replace(/..(?!$)/g, "$&:"), `${SSH}=`])
      expect(asSshThumbprint(text)).toBe(SSH);
    expect(asSshThumbprint("none")).toBe("none");
  });
});

describe("sameThumbprint", () => {
  it("compares what is meant, not how it is written", () => {
    expect(sameThumbprint(`${SSH}=`, SSH)).toBe(true);
    expect(sameThumbprint(TLS.toLowerCase(), TLS)).toBe(true);
    expect(sameThumbprint(Buffer.from(SSH.slice(7), "base64").toString("hex"), SSH)).toBe(true);
  });

  it("tells base64 of another case apart: it is another key", () => {
    expect(sameThumbprint(SSH, SSH.replace("uNi", "UNi"))).toBe(false);
  });

  it("finds no two texts the same that are no thumbprints", () => {
    expect(sameThumbprint("", "")).toBe(false);
  });
});
