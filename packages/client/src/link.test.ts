import { expect, test } from "vitest";
import { nextPage } from "./link.ts";

test.each([
  ['</api/v1/HostScanJob?limit=2&after=abc>; rel="next"', "abc"],
  ['<https://host.example/api/v1/HostScanJob?after=abc>; rel="next"', "abc"],
  ["<?after=abc>; rel=next", "abc"],
  ["<//[bad/?x=1&after=a%2Bb+c#end>; rel=next", "a+b c"],
  ['<?after=z>; rel="prev", <?after=a,b>; title="n"; rel="last next"', "a,b"],
  ['<?after=z>; title="; rel=next"; rel="prev", <?after=abc>; REL = next', "abc"],
  ['<?after=abc>; title="a \\" b"; rel="next"; rel="prev"', "abc"],
  ['<?after=abc>; title="<?after=z>; rel=next"; rel="next"', "abc"],
  ['<?limit=2>; rel="first" , <?after=abc>;rel="NEXT"', "abc"],
])("finds the next page in %s", (link, after) => {
  expect(nextPage(link)).toBe(after);
});

test.each([
  "<?after=%zz>; rel=next",
  "<?after=%ff>; rel=next",
  "<?after=>; rel=next",
  "<?before=1#after=2>; rel=next",
  "<after=1>; rel=next",
  '<>; rel="next"',
])("throws of a next page that nobody could ask for: %s", (link) => {
  expect(() => nextPage(link)).toThrow(URIError);
});

test.each([
  null,
  "",
  '<?after=abc>; rel="prev"',
  '<?after=abc>; title="; rel=next"',
  '<?after=abc>; rel="prev"; rel="next"',
  "<?after=abc>; rel",
  "<?after=abc; rel=next",
  ">; rel=next <",
  '<?after=abc>; rel="nextish"',
  "next",
])("finds none in %s", (link) => {
  expect(nextPage(link)).toBeUndefined();
});
