import fc from "fast-check";
import { expect, test } from "vitest";
import { contentDigest } from "./content-digest.ts";

test("the order of members does not matter", async () => {
  const one = await contentDigest([{ a: 1, b: { c: [1, { x: 1, y: 2 }], d: null } }]);
  const other = await contentDigest([{ b: { d: null, c: [1, { y: 2, x: 1 }] }, a: 1 }]);
  expect(other).toEqual(one);
});

test("an absent member is as good as one left undefined", async () => {
  expect(await contentDigest([{ a: 1 }])).toEqual(await contentDigest([{ a: 1, b: undefined }]));
});

test("other content has another digest", async () => {
  const lists = fc.array(fc.jsonValue(), { maxLength: 4 });
  const canonical = (items: unknown[]) => JSON.parse(JSON.stringify(items));
  await fc.assert(
    fc.asyncProperty(lists, lists, async (one, other) => {
      const same = (await contentDigest(one)).equals(await contentDigest(other));
      if (same) expect(canonical(one)).toEqual(canonical(other));
      else expect(canonical(one)).not.toStrictEqual(canonical(other));
    }),
  );
});

test("items do not run into one another, and long lists are hashed whole", async () => {
  expect(await contentDigest(["ab", "c"])).not.toEqual(await contentDigest(["a", "bc"]));
  const long = Array.from({ length: 1_200 }, (_, index) => `host-${index}`);
  expect(await contentDigest(long)).not.toEqual(await contentDigest([...long, "one-more"]));
});
