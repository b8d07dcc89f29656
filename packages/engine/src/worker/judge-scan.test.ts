import { ActionFailureReason } from "@hostscan/contract";
import type { ScanPhase } from "@hostscan/scanner";
import { expect, test } from "vitest";
import { claimedHost } from "../../test/claimed-host.ts";
import { judgeScan } from "./judge-scan.ts";

const delays = [2, 8];
const tried = { presented: true, unanswered: false, retryDelaysSeconds: delays };
const final = { presented: true, unanswered: false, retryDelaysSeconds: [] };
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
  expect(judgeScan(failure(phase), claimedHost, tried)).toEqual({
    kind: "failed",
    reason,
    keys,
    pins: [],
    description: expect.stringMatching(/^Failed: it broke\./),
  });
});

test.each([
  ["tcp", ActionFailureReason.FailedToConnect],
  ["tls", ActionFailureReason.FailedToConnect],
  ["kex", ActionFailureReason.FailedToConnect],
  ["kdc", ActionFailureReason.FailedToConnect],
  ["collect", ActionFailureReason.SystemError],
] as const)("after a fault in the phase %s the host is tried twice more", (phase, reason) => {
  expect(judgeScan(failure(phase), claimedHost, tried)).toMatchObject({ kind: "retry", delaySeconds: 2 });
  expect(judgeScan(failure(phase), { ...claimedHost, tries: 1 }, tried)).toMatchObject({
    kind: "retry",
    delaySeconds: 8,
  });
  expect(judgeScan(failure(phase), { ...claimedHost, tries: 2 }, tried)).toMatchObject({
    kind: "failed",
    reason,
  });
});

test("an aborted scan says nothing of the host", () => {
  expect(judgeScan(failure("aborted"), claimedHost, tried)).toBeUndefined();
});

test("facts are kept, and keys are pinned if the scanner says so", () => {
  expect(judgeScan({ ok: true, facts, keys, pins: keys, warnings: [] }, claimedHost, tried)).toEqual({
    kind: "complete",
    facts,
    keys,
    pins: keys,
    description: null,
  });
});

test("warnings are told", () => {
  const warnings = ["The key has changed.", "Beware."];
  expect(judgeScan({ ok: true, facts, keys, pins: [], warnings }, claimedHost, tried)).toMatchObject({
    pins: [],
    description: "Complete: The key has changed. Beware.",
  });
});

const first = { ...claimedHost, accept_first_discovery: true };
const other = { ...claimedHost, pinned: { ssh: thumbprint.toUpperCase() } };

test.each(["auth", "collect"] as const)("a first discovered key is pinned although %s failed", (phase) => {
  expect(judgeScan(failure(phase), first, final)).toMatchObject({ kind: "failed", keys, pins: keys });
  expect(judgeScan(failure(phase), { ...first, pinned: { ssh: thumbprint } }, final)).toMatchObject({
    pins: [],
  });
});

test("a first discovered key is pinned before the host is tried again", () => {
  expect(judgeScan(failure("collect"), first, tried)).toMatchObject({ kind: "retry", keys, pins: keys });
});

test.each(["auth", "collect"] as const)(
  "a key that no login was presented after is not pinned (%s)",
  (phase) => {
    const untried = { presented: false, unanswered: false, retryDelaysSeconds: [] };
    expect(judgeScan(failure(phase), first, untried)).toMatchObject({ kind: "failed", keys, pins: [] });
  },
);

test.each(["hostkey", "timeout"] as const)("a key that no login followed is not pinned (%s)", (phase) => {
  expect(judgeScan(failure(phase), first, final)).toMatchObject({ keys, pins: [] });
});

test("a key that nobody has trusted yet is told with how to trust it", () => {
  expect(judgeScan(failure("hostkey"), claimedHost, final)).toMatchObject({
    description:
      "Failed: it broke. To trust it, state it as trustedThumbprint or run: hostscan-server host trust host",
  });
  const rdp = [{ protocol: "rdp", thumbprint: "A1".repeat(32), algorithm: "rsa-2048" }] as const;
  expect(judgeScan({ ...failure("hostkey"), keys: rdp }, claimedHost, final)).toMatchObject({
    description: expect.stringMatching(/host trust host --protocol rdp$/),
  });
});

test("of a key that has changed it is not told how to trust it", () => {
  expect(judgeScan(failure("hostkey"), other, final)).toMatchObject({ description: "Failed: it broke." });
});

test.each(["tcp", "tls", "kex"] as const)(
  "what speaks at a port is not told where the phase is %s",
  (phase) => {
    expect(judgeScan(failure(phase), claimedHost, final)).toMatchObject({
      description: expect.stringMatching(/^Failed: No connection to the host came about .* has the cause\.$/),
    });
  },
);

test("a host that breaks off when a login was presented has refused nothing, and is not asked again", () => {
  expect(judgeScan(failure("auth"), claimedHost, { ...tried, unanswered: true })).toMatchObject({
    kind: "failed",
    reason: ActionFailureReason.FailedToConnect,
  });
});

test.each(["tcp", "tls", "kex"])(
  "nor what takes a connection and stays silent, where it is given up in %s",
  (phase) => {
    const message = `The scan was given up after 60 s, in phase ${phase}.`;
    const outcome = { ok: false, failure: { phase: "timeout", message }, keys: [] } as const;
    expect(judgeScan(outcome, claimedHost, final)).toMatchObject({
      description: "Failed: The scan was given up after 60 s, while connecting.",
    });
  },
);
