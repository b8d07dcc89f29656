import { expect, test } from "vitest";
import { HostScanNetworkError, HostScanProblem, HostScanTimeoutError } from "./errors.ts";

test("a problem keeps the document, the request id and the time to wait", () => {
  const headers = { "X-Request-Id": "req-1", "Retry-After": "5" };
  const body = { title: "Service unavailable", status: 503, detail: "The database is out of reach." };
  const problem = new HostScanProblem(new Response(null, { status: 503, headers }), body);
  expect(problem).toMatchObject({ status: 503, problem: body, requestId: "req-1", retryAfterSeconds: 5 });
  expect(problem.message).toBe("503 Service unavailable: The database is out of reach.");
});

test.each([
  ["plain text", "Error has occurred", { detail: "Error has occurred" }],
  ["an array", ["a"], { detail: '["a"]' }],
  ["nothing", undefined, {}],
  ["null", null, { detail: "null" }],
])("a body that is %s becomes the detail", (_name, body, detail) => {
  const problem = new HostScanProblem(new Response(null, { status: 400, statusText: "Bad Request" }), body);
  expect(problem.problem).toEqual({ title: "Bad Request", status: 400, ...detail });
  expect(problem.requestId).toBeUndefined();
  expect(problem.retryAfterSeconds).toBeUndefined();
});

test("a message stays short where a proxy sends a whole page, and the problem keeps it all", () => {
  const page = "<p>".repeat(1_000);
  const problem = new HostScanProblem(new Response(null, { status: 502 }), page);
  expect(problem.message).toHaveLength(500);
  expect(problem.problem.detail).toBe(page);
});

test("a problem without a title shows its status", () => {
  expect(new HostScanProblem(new Response(null, { status: 400 }), {}).message).toBe("400");
});

test("a network error names its cause, whatever was thrown", () => {
  const cause = new TypeError("fetch failed");
  expect(new HostScanNetworkError(cause)).toMatchObject({
    cause,
    message: "No answer from the server: fetch failed",
  });
  expect(new HostScanNetworkError("gone").message).toBe("No answer from the server: gone");
});

test("a timeout keeps the job as last read", () => {
  const job = { id: "9c711ab3-8fc1-4d66-88d4-08f85117f32e", status: 1 } as const;
  expect(new HostScanTimeoutError(job.id, 50, job)).toMatchObject({ job, name: "HostScanTimeoutError" });
});
