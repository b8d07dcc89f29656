import { expect, test } from "vitest";
import { csvRow } from "./csv.ts";

test("a row has its values between commas, in quotes where they need them", () => {
  const at = new Date("2026-11-28T08:00:00Z");
  expect(csvRow(["a", 1, true, null, undefined, at])).toBe("a,1,true,,,2026-11-28T08:00:00.000Z");
  expect(csvRow(["a,b", 'c "d"', "e\nf", "g\rh", " i ", ""])).toBe('"a,b","c ""d""","e\nf","g\rh", i ,');
  expect(csvRow([["a", 1], { b: null }])).toBe('"[""a"",1]","{""b"":null}"');
  expect(csvRow([])).toBe("");
});

test.each([
  "=1+1",
  "+1",
  "-1",
  "@a",
  "\ta",
  "＝1",
  "＠a",
  "−1",
  "﹦1",
  "\ufeff=1",
  "\u200b\u202e@a",
  " \u00a0+1",
  "\0-1",
])("%j is no formula", (text) => {
  expect(csvRow([text, "b"])).toBe(`'${text},b`);
});

test("a line end at the beginning is none either, a number stays one, and what stands behind is left", () => {
  expect(csvRow(["\r=1", "\n=1", -1, "a=1"])).toBe(`"'\r=1","'\n=1",-1,a=1`);
});
