import { ActionStatus } from "@hostscan/client";
import { expect, test } from "vitest";
import { outcomeOf } from "./outcome.ts";

const { Cancelled, Complete, CompletedWithErrors, Failed, Running } = ActionStatus;

test.each([
  [[Complete, Complete], "Success"],
  [[Failed, Failed], "ScanFailed"],
  [[Complete, Failed], "PartlyFailed"],
  [[CompletedWithErrors], "PartlyFailed"],
  [[CompletedWithErrors, Failed], "PartlyFailed"],
  [[Failed, Cancelled, Complete], "Cancelled"],
  [[Failed, Running], "Unfinished"],
] as const)("%j together are %s", (statuses, outcome) => {
  expect(outcomeOf(statuses.map((status, id) => ({ id: String(id), status })))).toBe(outcome);
});
