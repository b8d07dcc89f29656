import { ActionFailureReason } from "@hostscan/contract";
import { expect, test } from "vitest";
import { requeue } from "./requeue.ts";

const reason = ActionFailureReason.ActionServiceUnavailable;

test("a host is given back for as long as it was not too often", () => {
  expect(requeue(undefined, { losses: 3, requeues: 9 })).toEqual({ kind: "give-back", because: "other" });
  expect(requeue("lease-lost", { losses: 0, requeues: 0 })).toEqual({
    kind: "give-back",
    because: "lease-lost",
    delaySeconds: 0,
  });
});

test("a host that workers are lost with time and again is given up", () => {
  expect(requeue("lease-lost", { losses: 2, requeues: 2 })).toMatchObject({ kind: "give-back" });
  expect(requeue("lease-lost", { losses: 3, requeues: 3 })).toMatchObject({ kind: "failed", reason });
});

test("a host that is given back without end is given up", () => {
  expect(requeue(undefined, { losses: 0, requeues: 10 })).toMatchObject({ kind: "failed", reason });
});

test("restarts that follow one another fail no host", () => {
  const given = { kind: "give-back", because: "stopping" };
  expect(requeue("stopping", { losses: 3, requeues: 10 })).toEqual(given);
});
