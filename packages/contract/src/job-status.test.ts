import fc from "fast-check";
import { expect, test } from "vitest";
import { ActionStatus } from "./generated/enumerations.ts";
import { isFinal, rollUp } from "./job-status.ts";

const { Queued, Running, Complete, Failed, Cancelled, CompletedWithErrors } = ActionStatus;
const ofHosts = [Queued, Running, Complete, Failed, Cancelled];

test("complete, failed and cancelled are final, queued and running are not, and nothing else is", () => {
  expect(ofHosts.filter(isFinal)).toEqual([Complete, Failed, Cancelled]);
  expect([null, undefined, "Complete", "2", [2], -1, 99].filter(isFinal)).toEqual([]);
});

test.each([
  { hosts: [], status: Queued },
  { hosts: [Queued, Queued], status: Queued },
  { hosts: [Queued, Running], status: Running },
  { hosts: [Queued, Complete], status: Running },
  { hosts: [Running, Failed], status: Running },
  { hosts: [Queued, Cancelled], status: Running },
  { hosts: [Complete, Complete], status: Complete },
  { hosts: [Failed, Failed], status: Failed },
  { hosts: [Complete, Failed], status: CompletedWithErrors },
  { hosts: [Cancelled, Cancelled], status: Cancelled },
  { hosts: [Complete, Failed, Cancelled], status: Cancelled },
])("$hosts roll up to $status", ({ hosts, status }) => {
  expect(rollUp(hosts)).toBe(status);
});

const hosts = fc.array(fc.constantFrom(...ofHosts), { minLength: 1, maxLength: 12 });

test("a job has ended exactly when all its hosts have", () => {
  fc.assert(
    fc.property(hosts, (all) => {
      expect(isFinal(rollUp(all))).toBe(all.every(isFinal));
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
