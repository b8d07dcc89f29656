import { expect, test } from "vitest";
import { nextPage } from "./link.ts";

test.each([
  ['</api/v1/HostScanJob?limit=2&after=abc>; rel="next"', "abc"],
  ['<https://host.example/api/v1/HostScanJob?after=abc>; rel="next"', "abc"],
  ["<?after=abc>; rel=next", "abc"],
  ["<//[bad/?x=1&after=a%2Bb+c#end>; rel=next", "a+b c"],
  ['<?after=z>; rel="prev", <?after=a,b>; title="n"; rel="last next"', "a,b"],
])("finds the next page in %s", (link, after) => {
  expect(nextPage(link)).toBe(after);
});

test("throws of a cursor that is not well encoded", () => {
  expect(() => nextPage("<?after=%zz>; rel=next")).toThrow(URIError);
});

test.each([
  null,
  "",
  "<?after=>; rel=next",
  "<?before=1#after=2>; rel=next",
  "<after=1>; rel=next",
  '<?after=abc>; rel="prev"',
  '<?after=abc>; rel="nextish"',
  "next",
])("finds none in %s", (link) => {
  expect(nextPage(link)).toBeUndefined();
});
