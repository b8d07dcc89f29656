import { expect, test } from "vitest";
import { codeText, codeUri, makeCodeSecret, stepOf } from "./one-time-code.ts";

/** RFC 6238, appendix B: the secret "12345678901234567890" as base32, and the last six of the eight digits. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
])("at %i s the code of RFC 6238 belongs to the step of then", (seconds, code) => {
  expect(stepOf(SECRET, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
});

test("a code holds one step before and after its own", () => {
  const at = (steps: number) => stepOf(SECRET, "005924", (1_234_567_890 + steps * 30) * 1_000);
  expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, 41_152_263, 41_152_263, 41_152_263, undefined]);
});

test.each(["", "12345", "1234567", "٠٠٥٩٢٤", "00592a", "-05924"])("%j is no code", (code) => {
  expect(stepOf(SECRET, code, 1_234_567_890_000)).toBeUndefined();
});

test("a number gets back the zeros at its front, text loses its spaces", () => {
  expect([codeText(5_924), codeText(0), codeText(" 005 924\n"), codeText("AB-CD")]).toEqual([
    ...["005924", "000000", "005924", "AB-CD"],
  ]);
});

test("a secret is 160 random bits, and the address of an authenticator tells it", () => {
  const [one, two] = [makeCodeSecret(), makeCodeSecret()];
  expect(one).toMatch(/^[A-Z2-7]{32}$/);
  expect(one).not.toBe(two);
  const uri = new URL(codeUri("alice@example.org", one));
  expect(uri.protocol).toBe("otpauth:");
  expect(decodeURIComponent(uri.pathname)).toContain("Hostscan:alice@example.org");
  expect(uri.searchParams.get("secret")).toBe(one);
});
