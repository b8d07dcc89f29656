import { expect, test } from "vitest";
import { createWakeUp } from "./wake-up.ts";

const HOUR = 3_600_000;

test("a sleeper wakes by itself", async () => {
  const wakeUp = createWakeUp();
  await wakeUp.sleep(1);
  await wakeUp.sleep(1);
});

test("a sleeper is woken early", async () => {
  const wakeUp = createWakeUp();
  const slept = wakeUp.sleep(HOUR);
  wakeUp.wake();
  await slept;
});

test("a wake-up while nobody sleeps is kept, but only one", async () => {
  const wakeUp = createWakeUp();
  wakeUp.wake();
  wakeUp.wake();
  await wakeUp.sleep(HOUR);
  const second = wakeUp.sleep(HOUR);
  const early = await Promise.race([
    second.then(() => true),
    new Promise((resolve) => setImmediate(resolve, false)),
  ]);
  expect(early).toBe(false);
  wakeUp.wake();
  await second;
});
