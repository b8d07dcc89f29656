import { expect, test } from "vitest";
import { nextPage } from "./link.ts";

test.each([
  ['</api/v1/HostScanJob?limit=2&after=abc>; rel="next"', "abc"],
  ['<https://host.example/api/v1/HostScanJob?after=abc>; rel="next"', "abc"],
  ["<?after=abc>; rel=next", "abc"],
  ['<?after=z>; rel="prev", <?after=a,b>; title="n"; rel="last next"', "a,b"],
])("finds the next page in %s", (link, after) => {
  expect(nextPage(link)).toBe(after);
});

test.each([null, "", '<?after=abc>; rel="prev"', '<?after=abc>; rel="nextish"', "next"])(
  "finds none in %s",
  (link) => {
    expect(nextPage(link)).toBeUndefined();
  },
);
