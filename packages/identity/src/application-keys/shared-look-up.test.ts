import { expect, test } from "vitest";
import { shareLookUps } from "./application-key-verifier.ts";

const rows = new Map([
  ["a", 1],
  ["b", 2],
]);

/** A look-up that keeps what each query asked for, and how many were under way at most. */
function watched(options: { readonly perQuery?: number; readonly spacingMs?: number } = {}) {
  const queries: (readonly string[])[] = [];
  const counts = { underWay: 0, most: 0 };
  const { find } = shareLookUps<number>({
    ...{ perQuery: 100, spacingMs: 0, ...options },
    async read(keys) {
      queries.push(keys);
      counts.most = Math.max(counts.most, ++counts.underWay);
      await new Promise(setImmediate);
      counts.underWay--;
      if (keys.includes("fault")) throw new Error("out of reach");
      return rows;
    },
  });
  return { find, queries, counts };
}

test("what is asked for at the same time is one query, and each gets its own row", async () => {
  const { find, queries, counts } = watched();
  const first = find("a");
  const found = await Promise.all([find("b"), find("none"), find("b")]);
  expect([await first, ...found]).toEqual([1, 2, undefined, 2]);
  expect(queries).toEqual([["a"], ["b", "none"]]);
  expect(counts.most).toBe(1);
});

test("a thousand made-up keys are a few queries, one at a time, and a good one among them is found", async () => {
  const { find, queries, counts } = watched({ perQuery: 100 });
  const flood = Array.from({ length: 1_000 }, (_, at) => find(`made-up-${at}`));
  expect(await find("a")).toBe(1);
  expect(new Set(await Promise.all(flood))).toEqual(new Set([undefined]));
  expect(queries.length).toBeLessThanOrEqual(11);
  expect(counts.most).toBe(1);
});

test("queries keep their distance", async () => {
  const { find, queries } = watched({ spacingMs: 30 });
  const begun = performance.now();
  for (let time = 0; time < 4; time++) await find("a");
  expect(performance.now() - begun).toBeGreaterThanOrEqual(3 * 30 - 5);
  expect(queries).toHaveLength(4);
});

test("a fault is told to those who asked, and the next query is made all the same", async () => {
  const { find } = watched();
  await expect(find("fault")).rejects.toThrow("out of reach");
  expect(await find("b")).toBe(2);
});
