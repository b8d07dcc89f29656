import { ActionFailureReason, ActionStatus, type HostScanHost, type HostScanJob } from "@hostscan/client";
import { expect, test } from "vitest";
import { hostCells, hostTable, jobLine, jobReport, progressOf, statusName } from "./job-lines.ts";

const plain = (text: string) => text;
const { Complete, Failed, Queued, Running } = ActionStatus;
const job = (...hostScanHostStatus: HostScanHost[]): HostScanJob => ({
  id: "j1",
  status: Running,
  hostScanHostStatus,
});

test.each<[HostScanHost, string[]]>([
  [{ dnsHostName: "web", ipAddress: "10.0.0.1", status: Queued }, ["web", "Queued", "-"]],
  [{ dnsHostName: "", ipAddress: "10.0.0.1", status: Running }, ["10.0.0.1", "Running", "-"]],
  [{ name: "web-1", status: Complete, os: "Debian", version: "12" }, ["web-1", "Complete", "Debian 12"]],
  [{ hostId: "h1", status: Complete, os: null, version: null }, ["h1", "Complete", "-"]],
  [
    {
      dnsHostName: "web",
      status: Failed,
      failureReason: ActionFailureReason.AccessDenied,
      statusDescription: "Refused.",
    },
    ["web", "Failed", "AccessDenied: Refused."],
  ],
  [{ dnsHostName: "web", status: Failed, statusDescription: null }, ["web", "Failed", "-"]],
  [{}, ["-", "-", "-"]],
])("a host is told by what is known of it: %j", (host, cells) => {
  expect(hostCells(host, plain)).toEqual(cells);
});

test("what a server says of a host drives no terminal", () => {
  const host = { dnsHostName: "a\u001b[2Jb", status: Complete, os: "\u202eLinux" };
  const shown = hostCells(host, plain).join("");
  expect(["\u001b", "\u202e"].filter((character) => shown.includes(character))).toEqual([]);
});

test("a job says how many of its hosts are finished", () => {
  expect(jobLine(job({ status: Complete }, { status: Queued }), plain)).toBe("Job j1  Running  1 of 2 hosts");
  expect(jobLine(job({ status: Failed }), plain)).toBe("Job j1  Running  1 of 1 host");
  expect(jobLine({ id: "j1", status: Queued }, plain)).toBe("Job j1  Queued  0 of 0 hosts");
  expect(progressOf([job({ status: Complete }), { id: "j2" }])).toEqual({ done: 1, all: 1 });
  expect(statusName(null)).toBe("-");
});

test("a job without hosts has no table", () => {
  expect(jobReport({ id: "j1", status: Queued }, plain)).toHaveLength(1);
  expect(jobReport(job({ dnsHostName: "web", status: Queued }), plain)).toHaveLength(3);
});

test("running hosts come first, then the failed, the waiting and the scanned ones", () => {
  const hosts = [Complete, Queued, Failed, Running].map((status) => ({
    dnsHostName: statusName(status),
    status,
  }));
  const [, ...lines] = hostTable([job(...hosts), { id: "j2" }], plain);
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["Running", "Failed", "Queued", "Complete"]);
});
