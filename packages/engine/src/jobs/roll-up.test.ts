import { ActionStatus } from "@hostscan/contract";
import type { HostStatus } from "@hostscan/database";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type HostProgress, rollUp } from "./job-status.ts";
import { HOST_STATUSES, isFinal } from "./transitions.ts";

const { Queued, Running, Complete, Failed, Cancelled, CompletedWithErrors } = ActionStatus;

const of = (...statuses: HostStatus[]) =>
  statuses.map((status): HostProgress => ({ status, started: status !== Queued && status !== Cancelled }));

test.each([
  { hosts: of(), status: Queued },
  { hosts: of(Queued, Queued), status: Queued },
  { hosts: [{ status: Queued, started: true }], status: Running },
  { hosts: of(Queued, Running), status: Running },
  { hosts: of(Queued, Complete), status: Running },
  { hosts: of(Running, Failed), status: Running },
  { hosts: of(Complete, Complete), status: Complete },
  { hosts: of(Failed, Failed), status: Failed },
  { hosts: of(Complete, Failed), status: CompletedWithErrors },
  { hosts: of(Cancelled, Cancelled), status: Cancelled },
  { hosts: of(Complete, Failed, Cancelled), status: Cancelled },
] as const)("$hosts.length hosts roll up to $status", ({ hosts, status }) => {
  expect(rollUp(hosts)).toBe(status);
});

const host = fc.record({ status: fc.constantFrom(...HOST_STATUSES), started: fc.boolean() });
const hosts = fc.array(host, { minLength: 1, maxLength: 12 });

test("a job has ended exactly when all its hosts have", () => {
  fc.assert(
    fc.property(hosts, (all) => {
      const status = rollUp(all);
      expect(status !== Queued && status !== Running).toBe(all.every((one) => isFinal(one.status)));
    }),
  );
});

test("the order of the hosts does not matter, nor how many share a status", () => {
  fc.assert(
    fc.property(hosts, (all) => {
      expect(rollUp([...all].reverse())).toBe(rollUp(all));
      expect(rollUp([...all, ...all])).toBe(rollUp(all));
    }),
  );
});

test("one cancelled host makes an ended job a cancelled one", () => {
  const ended = fc.array(fc.constantFrom(Complete, Failed, Cancelled), { minLength: 1 });
  fc.assert(
    fc.property(ended, (statuses) => {
      expect(rollUp(of(...statuses)) === Cancelled).toBe(statuses.includes(Cancelled));
    }),
  );
});
