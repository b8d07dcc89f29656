import { ActionStatus, type HostScanHost, type HostScanJob } from "@hostscan/client";
import { expect, test } from "vitest";
import { countHosts, countsText, finishedOf } from "./counts.ts";

const { Cancelled, Complete, Failed, Queued, Running } = ActionStatus;
const job = (...statuses: HostScanHost["status"][]): HostScanJob => ({
  id: "j",
  hostScanHostStatus: statuses.map((status = null) => ({ status })),
});

test.each<[HostScanHost["status"][], string]>([
  [[], "0 hosts"],
  [[Queued], "1 host"],
  [[Queued, null], "2 hosts"],
  [[Complete, Complete, Failed], "2 scanned, 1 failed"],
  [[Complete, Cancelled, Running, Queued, null], "1 scanned, 1 cancelled, 1 running, 2 waiting"],
])("hosts of %j are told as %s", (statuses, text) => {
  expect(countsText(countHosts([job(...statuses)]))).toBe(text);
});

test("hosts of several jobs are counted together, and a job without any has none", () => {
  const counts = countHosts([job(Complete, Failed), { id: "k" }, job(Cancelled, Queued)]);
  expect([counts.all, finishedOf(counts)]).toEqual([4, 3]);
});
