import { expect, test } from "vitest";
import { within } from "./within.ts";

test("work that ends is awaited, however long it may take", async () => {
  let ended = false;
  const work = new Promise<void>((resolve) => {
    setImmediate(() => {
      ended = true;
      resolve();
    });
  });
  await within(work, 3_600_000);
  expect(ended).toBe(true);
});

test("work that does not end is not waited for any longer", async () => {
  await within(new Promise(() => undefined), 1);
});
