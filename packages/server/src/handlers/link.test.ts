import { expect, test } from "vitest";
import { linkToNext } from "./link.ts";

test("the next page is named by its path, limit and cursor", () => {
  expect(linkToNext("/api/v1/HostScanJob", 2, "eyJpIjoxMDQyfQ")).toEqual({
    Link: '</api/v1/HostScanJob?limit=2&after=eyJpIjoxMDQyfQ>; rel="next"',
  });
});

test("the last page has no link", () => {
  expect(linkToNext("/api/v1/HostScanJob", 2, undefined)).toEqual({});
});

test.each(['a>; rel="prev"', "a\r\nSet-Cookie: b=c", "a&limit=9", "\uD800"])(
  "the cursor %j stays inside",
  (after) => {
    const { Link = "" } = linkToNext("/jobs", 1, after);

    expect(Link).toMatch(/^<\/jobs\?limit=1&after=[\w%.*+-]+>; rel="next"$/);
  },
);
