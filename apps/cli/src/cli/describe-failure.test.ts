import { HostScanProblem } from "@hostscan/client";
import { expect, test } from "vitest";
import { describeFailure } from "./describe-failure.ts";

test.each([
  [400, "BadInput"],
  [401, "NoAccess"],
  [403, "NoAccess"],
  [404, "NotFound"],
  [409, "BadInput"],
  [429, "Unreachable"],
  [500, "Failure"],
  [503, "Unreachable"],
] as const)("an answer %i ends with %s", (status, exit) => {
  const response = new Response(null, { status });
  expect(describeFailure(new HostScanProblem(response, "")).exit).toBe(exit);
});

test("a fault of the server is told with its request id", () => {
  const response = new Response(null, { status: 500, headers: { "X-Request-Id": "r-1" } });
  expect(describeFailure(new HostScanProblem(response, "")).details).toEqual(["request id r-1"]);
});

test("what was thrown need not be an error", () => {
  expect(describeFailure("out of luck")).toEqual({ exit: "Failure", message: "out of luck", details: [] });
});
