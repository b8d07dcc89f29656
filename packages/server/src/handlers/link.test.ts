import { expect, test } from "vitest";
import { linkToNext } from "./link.ts";

test("the next page is named by its limit and cursor, whatever the path to it is", () => {
  expect(linkToNext(2, "eyJpIjoxMDQyfQ")).toEqual({
    Link: '<?limit=2&after=eyJpIjoxMDQyfQ>; rel="next"',
  });
});

test("the last page has no link", () => {
  expect(linkToNext(2, undefined)).toEqual({});
});

test.each(['a>; rel="prev"', "a\r\nSet-Cookie: b=c", "a&limit=9", "\uD800"])(
  "the cursor %j stays inside",
  (after) => {
    const { Link = "" } = linkToNext(1, after);

    expect(Link).toMatch(/^<\?limit=1&after=[\w%.*+-]+>; rel="next"$/);
  },
);
