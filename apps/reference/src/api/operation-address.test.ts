import { expect, test } from "vitest";
import { operationFragment } from "../review/operation-link.ts";

test("an operation is found by its tag, method and path", () => {
  const operation = { tag: "Job status", method: "GET", path: "/api/v1/HostScanJob/{hostScanJobId}" };
  expect(operationFragment(operation)).toBe("#tag/job-status/GET/api/v1/HostScanJob/{hostScanJobId}");
});
