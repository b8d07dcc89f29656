import { ActionStatus } from "@hostscan/contract";
import { isFinal } from "@hostscan/contract/job-status";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HOST_STATUSES, HOST_TRANSITIONS, statusesBefore } from "./transitions.ts";

const { Queued, Running, Complete, Failed, Cancelled } = ActionStatus;

test("nothing follows a final status, and something follows any other", () => {
  expect(HOST_STATUSES.filter(isFinal)).toEqual([Complete, Failed, Cancelled]);
  expect(HOST_STATUSES.filter((status) => HOST_TRANSITIONS[status].length === 0)).toEqual(
    HOST_STATUSES.filter(isFinal),
  );
});

test("only a running host comes to a result, but for one that waited too long and fails", () => {
  expect(statusesBefore(Complete)).toEqual([Running]);
  expect(statusesBefore(Failed)).toEqual([Queued, Running]);
  expect(statusesBefore(Queued)).toEqual([Running]);
});

test("a host that has not ended can be cancelled, and taken by a worker", () => {
  expect(statusesBefore(Cancelled)).toEqual([Queued, Running]);
  expect(statusesBefore(Running)).toEqual([Queued, Running]);
});

test("statusesBefore reads the table backwards", () => {
  const status = fc.constantFrom(...HOST_STATUSES);
  fc.assert(
    fc.property(status, status, (from, to) => {
      expect(statusesBefore(to).includes(from)).toBe(HOST_TRANSITIONS[from].includes(to));
    }),
  );
});

test("whatever happens to a host, it starts queued, ends at most once and stays as it ended", () => {
  const wishes = fc.array(fc.constantFrom(...HOST_STATUSES), { maxLength: 20 });
  fc.assert(
    fc.property(wishes, (targets) => {
      let status: (typeof HOST_STATUSES)[number] = Queued;
      let ends = 0;
      for (const target of targets) {
        if (!statusesBefore(target).includes(status)) continue;
        expect(isFinal(status)).toBe(false);
        status = target;
        if (isFinal(status)) ends += 1;
      }
      expect(ends).toBe(isFinal(status) ? 1 : 0);
    }),
  );
});
