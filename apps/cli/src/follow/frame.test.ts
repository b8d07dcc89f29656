import { ActionStatus, type HostScanJob } from "@hostscan/client";
import { expect, test } from "vitest";
import { frame } from "./frame.ts";

const paint = (text: string) => text;
const env = { LANG: "C.UTF-8" };

const job = (id: string, ...statuses: readonly ActionStatus[]): HostScanJob => ({
  id,
  status: ActionStatus.Running,
  hostScanHostStatus: statuses.map((status, index) => ({ dnsHostName: `web-${index}.example.com`, status })),
});
const { Complete, Failed, Queued } = ActionStatus;

test("tells how much is done and has failed, and how long the rest will take", () => {
  const text = frame(
    [job("a", Complete, Complete, Failed, Queued)],
    60_000,
    { columns: 100, rows: 20 },
    { env, paint },
  );
  expect(text).toMatch(/ 3\/4 {2}1 failed {2}1:00 {2}about 20 s left$/m);
});

test("says nothing of the rest before enough is done, nor once all is", () => {
  const size = { columns: 100, rows: 20 };
  expect(frame([job("a", Complete, Complete, Queued)], 60_000, size, { env, paint })).not.toContain("left");
  expect(frame([job("a", Complete, Complete, Complete)], 60_000, size, { env, paint })).not.toContain("left");
});

test("tells of several jobs together, and leaves out what there is no room for", () => {
  const jobs = [job("a", Complete, Queued, Queued), job("b", Queued, Queued)];
  const lines = frame(jobs, 1_000, { columns: 12, rows: 8 }, { env, paint }).split("\n");
  expect(lines[0]).toBe("2 jobs");
  expect(lines[1]).toMatch(/^1\/5 /);
  expect(lines.at(-1)).toBe("and 2 more");
  expect(lines.every((line) => line.length <= 12)).toBe(true);
});
