import { ActionFailureReason } from "@hostscan/contract";
import { expect, test } from "vitest";
import { giveBack } from "./give-back.ts";

const reason = ActionFailureReason.ActionServiceUnavailable;

test("a host is given back for as long as it was not too often", () => {
  expect(giveBack(undefined, { losses: 3, giveBacks: 9 })).toEqual({ kind: "give-back", because: "other" });
  expect(giveBack("lease-lost", { losses: 0, giveBacks: 0 })).toEqual({
    kind: "give-back",
    because: "lease-lost",
    delaySeconds: 0,
  });
});

test("a host that workers are lost with time and again is given up", () => {
  expect(giveBack("lease-lost", { losses: 2, giveBacks: 2 })).toMatchObject({ kind: "give-back" });
  expect(giveBack("lease-lost", { losses: 3, giveBacks: 3 })).toMatchObject({ kind: "failed", reason });
});

test("a host that is given back without end is given up", () => {
  expect(giveBack(undefined, { losses: 0, giveBacks: 10 })).toMatchObject({ kind: "failed", reason });
});

test("restarts that follow one another fail no host", () => {
  const given = { kind: "give-back", because: "stopping" };
  expect(giveBack("stopping", { losses: 3, giveBacks: 10 })).toEqual(given);
});
