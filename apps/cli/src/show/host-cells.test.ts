import { ActionFailureReason, ActionStatus, type HostScanHost } from "@hostscan/client";
import { expect, test } from "vitest";
import { hostCells, statusName } from "./host-cells.ts";

const plain = (text: string) => text;
const { Complete, Failed, Queued, Running } = ActionStatus;
const failureReason = ActionFailureReason.FailedToConnect;

test.each<[HostScanHost, string[]]>([
  [{ dnsHostName: "web", ipAddress: "10.0.0.1", status: Queued }, ["web", "Queued", "-"]],
  [{ dnsHostName: "", ipAddress: "10.0.0.1", status: Running }, ["10.0.0.1", "Running", "-"]],
  [{ name: "web-1", status: Complete, os: "Debian", version: "12" }, ["web-1", "Complete", "Debian 12"]],
  [{ hostId: "h1", status: Complete }, ["h1", "Complete", "-"]],
  [{ status: Failed }, ["-", "Failed", "-"]],
  [{ status: Failed, failureReason: 0, statusDescription: "Failed: why" }, ["-", "Failed", "why"]],
  [
    { status: Failed, failureReason, statusDescription: "Failed: no route" },
    ["-", "Failed", "FailedToConnect: no route"],
  ],
  [{ status: Failed, failureReason, statusDescription: "Failed." }, ["-", "Failed", "FailedToConnect"]],
  [
    { status: Queued, statusDescription: "Queued: its credential is paused" },
    ["-", "Queued", "its credential is paused"],
  ],
  [
    { name: "w", status: Complete, os: "Windows", statusDescription: "Complete: no login" },
    ["w", "Complete", "Windows; no login"],
  ],
])("%j is told as %j", (host, cells) => {
  expect(hostCells(host, plain)).toEqual(cells);
});

test.each([
  ["Debian GNU/Linux 12 (bookworm)", "12", "Debian GNU/Linux 12 (bookworm)"],
  ["Debian GNU/Linux 12 (bookworm)", "12 (bookworm)", "Debian GNU/Linux 12 (bookworm)"],
  ["Debian GNU/Linux", "12 (bookworm)", "Debian GNU/Linux 12 (bookworm)"],
  ["Windows Server 2012", "10", "Windows Server 2012 10"],
  ["", "12", "12"],
  ["FreeBSD", "", "FreeBSD"],
])("system %j of version %j is told as %j", (os, version, told) => {
  expect(hostCells({ name: "h", status: Complete, os, version }, plain)[2]).toBe(told);
});

test("what is no text is shown all the same", () => {
  const answer: HostScanHost = JSON.parse(
    '{"dnsHostName":7,"status":"odd","os":{"a":1},"statusDescription":["x"]}',
  );
  expect(hostCells(answer, plain)).toEqual(["7", "odd", '["x"]']);
  expect(hostCells({ ...answer, status: Complete }, plain)[2]).toBe('{"a":1}; ["x"]');
  expect(statusName(null)).toBe("-");
});
