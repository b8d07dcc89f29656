import { PassThrough } from "node:stream";
import { ActionStatus, type HostScanHost } from "@hostscan/client";
import { expect, test } from "vitest";
import { retryHint } from "./wait.ts";

function hinted(...statuses: HostScanHost["status"][]): string {
  const stderr = new PassThrough();
  retryHint(
    { stderr },
    statuses.map((status = null, index) => ({ id: `j${index}`, status, hostScanHostStatus: [{ status }] })),
  );
  return String(stderr.read() ?? "");
}

test("what failed is scanned again by one line, and of many jobs it says how to find the others", () => {
  const { Complete, Failed } = ActionStatus;
  expect(hinted(Complete)).toBe("");
  expect(hinted(Failed, Complete, Failed)).toBe("To scan again what failed:\n  hostscan retry j0 j2\n");
  expect(hinted(...Array(7).fill(Failed))).toBe(
    [
      "To scan again what failed:",
      "  hostscan retry j0 j1 j2 j3 j4",
      "  and 2 more: hostscan list --status failed,completedwitherrors",
      "",
    ].join("\n"),
  );
});
