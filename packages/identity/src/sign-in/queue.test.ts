import { expect, test } from "vitest";
import { createQueue } from "./sign-in-service.ts";

test("few have their turn at once, the others wait, and more than may wait are turned away at once", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const counts = { running: 0, most: 0, done: 0 };
  const queue = createQueue({ atOnce: 2, waiting: 64 });
  const storm = Array.from({ length: 200 }, () =>
    queue.run(async () => {
      counts.running++;
      counts.most = Math.max(counts.most, counts.running);
      await released;
      counts.running--;
      counts.done++;
      return "done";
    }),
  );
  expect(new Set(await Promise.all(storm.slice(100)))).toEqual(new Set(["full"]));
  expect(counts).toMatchObject({ running: 2, done: 0 });

  release();
  const ends = await Promise.all(storm);
  expect(ends.filter((end) => end === "done")).toHaveLength(66);
  expect(counts).toEqual({ most: 2, running: 0, done: 66 });
});

test("a turn that breaks makes room like any other", async () => {
  const queue = createQueue({ atOnce: 1, waiting: 1 });
  const broken = queue.run(() => Promise.reject(new Error("broken")));
  const next = queue.run(async () => "next");
  await expect(broken).rejects.toThrow("broken");
  expect(await next).toBe("next");
});
