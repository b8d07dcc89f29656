import { ActionFailureReason } from "@hostscan/contract";
import type { ScanPhase } from "@hostscan/scanner";
import { expect, test } from "vitest";
import { judgeOutcome } from "./judge-outcome.ts";

const delays = [2, 8];
const thumbprint = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const keys = [{ protocol: "ssh", thumbprint, algorithm: "ssh-ed25519" }] as const;
const facts = { name: "web", os: "Debian", version: "12", ipAddress: "10.0.0.1" };
const failure = (phase: ScanPhase) =>
  ({ ok: false, failure: { phase, message: "it broke." }, keys }) as const;

test.each([
  ["dns", ActionFailureReason.InvalidHostName],
  ["hostkey", ActionFailureReason.FailedToConnect],
  ["auth", ActionFailureReason.AccessDenied],
  ["timeout", ActionFailureReason.ActionTimeout],
] as const)("a fault in the phase %s is final at once", (phase, reason) => {
  expect(judgeOutcome(failure(phase), 0, delays)).toEqual({
    kind: "failed",
    reason,
    keys,
    description: "Failed: it broke.",
  });
});

test.each([
  ["tcp", ActionFailureReason.FailedToConnect],
  ["tls", ActionFailureReason.FailedToConnect],
  ["kex", ActionFailureReason.FailedToConnect],
  ["collect", ActionFailureReason.SystemError],
] as const)("after a fault in the phase %s the host is tried twice more", (phase, reason) => {
  expect(judgeOutcome(failure(phase), 0, delays)).toEqual({ kind: "retry", delaySeconds: 2 });
  expect(judgeOutcome(failure(phase), 1, delays)).toEqual({ kind: "retry", delaySeconds: 8 });
  expect(judgeOutcome(failure(phase), 2, delays)).toMatchObject({ kind: "failed", reason });
});

test("an aborted scan says nothing of the host", () => {
  expect(judgeOutcome(failure("aborted"), 0, delays)).toBeUndefined();
});

test("facts are kept, and keys are pinned if the scanner says so", () => {
  expect(judgeOutcome({ ok: true, facts, keys, pins: keys, warnings: [] }, 0, delays)).toEqual({
    kind: "complete",
    facts,
    keys,
    pins: keys,
    description: null,
  });
});

test("warnings are told", () => {
  const warnings = ["The key has changed.", "Beware."];
  expect(judgeOutcome({ ok: true, facts, keys, pins: [], warnings }, 0, delays)).toMatchObject({
    pins: [],
    description: "Complete: The key has changed. Beware.",
  });
});
