import { expect, test } from "vitest";
import { leavable } from "./leavable.ts";

/** Gives 1, then waits until it is left. */
const waiting = () =>
  leavable(async function* (left) {
    yield 1;
    await new Promise((_, reject) => left.addEventListener("abort", () => reject(new Error("left"))));
  });

const ended = { done: true, value: undefined };

test("leaving ends a pending next, and every later one", async () => {
  const iterator = waiting();
  expect(await iterator.next()).toEqual({ done: false, value: 1 });
  const pending = iterator.next();
  expect(await iterator.return()).toEqual(ended);
  expect([await pending, await iterator.next()]).toEqual([ended, ended]);
});

test("it may be left before it began, and again", async () => {
  const iterator = waiting();
  expect(await iterator.return()).toEqual(ended);
  expect([await iterator.return(), await iterator.next()]).toEqual([ended, ended]);
});

test("an error that is thrown into it ends it as well", async () => {
  const iterator = waiting();
  await iterator.next();
  const pending = iterator.next();
  await expect(iterator.throw(new RangeError("no"))).rejects.toThrow(RangeError);
  expect(await pending).toEqual(ended);
});

test("its own errors come through", async () => {
  const iterator = leavable<number>(async function* () {
    yield* [];
    throw new RangeError("broken");
  });
  await expect(iterator.next()).rejects.toThrow("broken");
});

test("`await using` and `for await` leave it", async () => {
  const seen: number[] = [];
  const iterator = waiting();
  {
    await using used = iterator;
    for await (const value of used) {
      seen.push(value);
      break;
    }
  }
  expect([seen, await iterator.next()]).toEqual([[1], ended]);
});
