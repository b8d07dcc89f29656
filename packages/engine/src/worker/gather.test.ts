import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Gather, type GatherOptions, togetherById } from "./gather.ts";

/** Runs that are let go on by hand. */
function startRuns(options: Partial<GatherOptions> = {}) {
  const batches: (readonly number[])[] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const gather = new Gather<number, number>(async (items) => {
    batches.push(items);
    const end = Promise.withResolvers<void>();
    ends.push(end);
    await end.promise;
    return items.map(async (item) => item * 10);
  }, options);
  return { gather, batches, ends };
}

test("what is asked for at once is done together, and each gets its own result", async () => {
  const { gather, batches, ends } = startRuns();
  const results = [1, 2, 3].map((item) => gather.add(item));
  await expect.poll(() => batches).toEqual([[1, 2, 3]]);
  ends[0]?.resolve();
  expect(await Promise.all(results)).toEqual([10, 20, 30]);
});

test("what comes while a batch is under way goes with the next one", async () => {
  const { gather, batches, ends } = startRuns({ longestWaitMs: 60_000 });
  const first = gather.add(1);
  await expect.poll(() => batches).toHaveLength(1);
  const others = [gather.add(2), gather.add(3)];
  await nextTurn();
  expect(batches).toEqual([[1]]);
  ends[0]?.resolve();
  await first;
  await expect.poll(() => batches).toEqual([[1], [2, 3]]);
  ends[1]?.resolve();
  expect(await Promise.all(others)).toEqual([20, 30]);
});

test("a batch that takes long holds up others no longer than they may wait, up to so many batches", async () => {
  const { gather, batches, ends } = startRuns({ longestWaitMs: 1, mostBatches: 2 });
  const results = [gather.add(1)];
  await expect.poll(() => batches).toHaveLength(1);
  results.push(gather.add(2));
  await expect.poll(() => batches).toEqual([[1], [2]]);
  results.push(gather.add(3));
  await nextTurn();
  expect(batches).toHaveLength(2);
  ends[1]?.resolve();
  await expect.poll(() => batches).toEqual([[1], [2], [3]]);
  for (const end of ends) end.resolve();
  expect(await Promise.all(results)).toEqual([10, 20, 30]);
});

test("a batch is no larger than it may be", async () => {
  const { gather, batches, ends } = startRuns({ most: 2, longestWaitMs: 60_000 });
  const results = [1, 2, 3].map((item) => gather.add(item));
  await expect.poll(() => batches).toEqual([[1, 2]]);
  ends[0]?.resolve();
  await expect.poll(() => batches).toEqual([[1, 2], [3]]);
  ends[1]?.resolve();
  await Promise.all(results);
});

test("a batch that fails fails all that is in it, and nothing else", async () => {
  const { gather, batches, ends } = startRuns();
  const results = Promise.allSettled([gather.add(1), gather.add(2)]);
  await expect.poll(() => batches).toHaveLength(1);
  ends[0]?.reject(new Error("lost"));
  expect((await results).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const next = gather.add(3);
  await expect.poll(() => batches).toHaveLength(2);
  ends[1]?.resolve();
  expect(await next).toBe(30);
});

test("reads of one id at the same time are one read; whoever asks later gets what is read then", async () => {
  let version = 0;
  const asked: string[] = [];
  const read = togetherById(async (id) => {
    asked.push(id);
    if (id === "none") throw new Error("There is none.");
    return `${id} ${version}`;
  });
  const none = read("none");
  await expect(Promise.all([read("a"), read("a"), read("b")])).resolves.toEqual(["a 0", "a 0", "b 0"]);
  await expect(none).rejects.toThrow("There is none.");
  expect(asked).toEqual(["none", "a", "b"]);
  version = 1;
  expect(await read("a")).toBe("a 1");
});
