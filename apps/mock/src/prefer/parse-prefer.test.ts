import { expect, test } from "vitest";
import { parsePrefer } from "./preferred-answer.ts";

test.each<[string | null, Record<string, string>]>([
  [null, {}],
  ["", {}],
  ["code=404", { code: "404" }],
  ["code=404, example=unknownJob", { code: "404", example: "unknownJob" }],
  ["code=404,example=unknownJob", { code: "404", example: "unknownJob" }],
  ["code=404; example=unknownJob", { code: "404", example: "unknownJob" }],
  ['Code = "404" , EXAMPLE="a, b; \\"c\\""', { code: "404", example: 'a, b; "c"' }],
  ["respond-async, wait=10, code=404", { "respond-async": "", wait: "10", code: "404" }],
  ["code=404, code=500", { code: "404" }],
  ["code", { code: "" }],
  ['code=""', { code: "" }],
  ["=404, two words=1, ,;, code=404", { code: "404" }],
  ['code="404', {}],
])("%s", (header, preferences) => {
  expect(Object.fromEntries(parsePrefer(header))).toEqual(preferences);
});
