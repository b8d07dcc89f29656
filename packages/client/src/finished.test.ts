import { ActionStatus } from "@hostscan/contract";
import { expect, test } from "vitest";
import { isFinished } from "./finished.ts";

const unfinished: readonly string[] = ["Queued", "Running", "Paused", "Scheduled", "Unknown", "Pending"];

test.each(Object.entries(ActionStatus))(
  "tells whether %s is final, as a number and as a name",
  (name, status) => {
    expect(isFinished(status)).toBe(!unfinished.includes(name));
    expect(isFinished(name)).toBe(!unfinished.includes(name));
  },
);

test.each([null, undefined, 99, "Exploded", ""])("takes %s for unfinished", (status) => {
  expect(isFinished(status)).toBe(false);
});
