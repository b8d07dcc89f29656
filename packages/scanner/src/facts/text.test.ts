import { describe, expect, it } from "vitest";
import { cleanText, linesOf, MAX_FACT_LENGTH } from "./text.ts";

describe("linesOf", () => {
  it("splits at line ends of either kind", () => {
    expect(linesOf(Buffer.from("one\ntwo\r\nthree\r\r\n"))).toEqual(["one", "two", "three"]);
  });

  it("drops a last line that is not whole", () => {
    expect(linesOf(Buffer.from("Version 15.2\nVersion 15.0(2"))).toEqual(["Version 15.2"]);
  });

  it("drops what drives a terminal, line by line", () => {
    const text = "\u001b[01;32mhost\u001b[0m 1\u001b]0;a title\nVersion 2\u0007\u001b[?2004h\n";
    expect(linesOf(Buffer.from(text))).toEqual(["host 10;a title", "Version 2\u0007"]);
  });

  it("replaces what is not UTF-8", () => {
    expect(linesOf(Buffer.from([0x61, 0xff, 0x62, 0x0a]))).toEqual(["a\u{fffd}b"]);
  });
});

describe("cleanText", () => {
  it.each([
    ["ends and doubled blanks", "  a \t b  ", "a b"],
    ["colours of a terminal", "\u001b[31mred\u001b[0m", "red"],
    ["a terminal's title", "\u001b]0;title\u0007host", "host"],
    ["NUL, which Postgres does not store", "a\u0000b", "ab"],
    ["C1 controls", "a\u0085b\u009cc", "abc"],
    ["text that turns direction", "host\u202etxt.exe", "hosttxt.exe"],
    ["invisible characters", "ho\u200bst\ufeff", "host"],
    ["line separators", "a\u2028b", "ab"],
  ])("removes %s", (_, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it("keeps letters of every script", () => {
    expect(cleanText("東京-サーバー é ß")).toBe("東京-サーバー é ß");
  });

  it("cuts by characters, not in the middle of one", () => {
    expect(cleanText("😀".repeat(300))).toBe("😀".repeat(MAX_FACT_LENGTH));
    expect(cleanText("abc", 2)).toBe("ab");
  });
});
