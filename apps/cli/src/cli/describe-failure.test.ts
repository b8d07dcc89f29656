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

test("what a server says is repeated by its beginning", () => {
  const long = "w".repeat(100_000);
  const problem = JSON.stringify({
    title: long,
    detail: long,
    errors: [{ path: `/${long}`, message: long }],
  });
  const response = new Response(null, {
    status: 422,
    headers: { "Content-Type": "application/problem+json" },
  });
  const { message, details } = describeFailure(new HostScanProblem(response, problem));
  expect(message).toContain("www…");
  expect(details).toEqual([expect.stringContaining("www…: www")]);
  expect(message.length + details.join().length).toBeLessThan(1_400);
});
