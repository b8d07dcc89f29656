import { expect, test } from "vitest";
import { jobStatus, onlyJob } from "./job-status.ts";

test("a call that schedules one job answers it, and none is no answer", () => {
  const job = jobStatus("9c711ab3-8fc1-4d66-88d4-08f85117f32e", []);
  expect(onlyJob([job])).toBe(job);
  expect(() => onlyJob([])).toThrow("has scheduled none");
});
