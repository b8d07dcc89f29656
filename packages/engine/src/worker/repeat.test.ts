import { expect, test } from "vitest";
import { repeat } from "./worker.ts";

test("a task is run again and again until it is called off, whether it fails or not", async () => {
  const controller = new AbortController();
  const errors: unknown[] = [];
  let runs = 0;
  const task = async () => {
    runs += 1;
    if (runs === 3) controller.abort();
    throw new Error(`run ${runs}`);
  };
  await repeat(task, 1, controller.signal, (error) => errors.push(error));
  expect(errors).toEqual([new Error("run 1"), new Error("run 2"), new Error("run 3")]);
});

test("to call it off ends the wait", async () => {
  const controller = new AbortController();
  const done = repeat(
    async () => undefined,
    3_600_000,
    controller.signal,
    () => undefined,
  );
  controller.abort();
  await done;
});
