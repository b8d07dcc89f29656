import { expect, test } from "vitest";
import { HostScanNetworkError, HostScanProblem, HostScanTimeoutError, isProblem } from "./errors.ts";

const answer = (status: number, headers: HeadersInit = {}, statusText = "") =>
  new Response(null, { status, headers, statusText });

test("a problem keeps the document, the text, the request id and the time to wait", () => {
  const headers = { "X-Request-Id": "req-1", "Retry-After": "5" };
  const problem = { title: "Service unavailable", status: 503, detail: "The database is out of reach." };
  const text = JSON.stringify(problem);
  const error = new HostScanProblem(answer(503, headers), text);
  expect(error).toMatchObject({ status: 503, problem, text, requestId: "req-1", retryAfterSeconds: 5 });
  expect(error.message).toBe("503 Service unavailable: The database is out of reach.");
});

test.each([
  ["plain text", "Error has occurred", { detail: "Error has occurred" }],
  ["a JSON string", '"Error has occurred"', { detail: "Error has occurred" }],
  ["an array", '["a"]', { detail: '["a"]' }],
  ["nothing", "", {}],
  ["null", "null", { detail: "null" }],
])("a body that is %s becomes the detail", (_name, text, detail) => {
  const problem = new HostScanProblem(answer(400, {}, "Bad Request"), text);
  expect(problem.problem).toEqual({ title: "Bad Request", status: 400, ...detail });
  expect(problem.requestId).toBeUndefined();
  expect(problem.retryAfterSeconds).toBeUndefined();
});

test("a message stays short where a proxy sends a whole page, and the problem keeps it all", () => {
  const page = "<p>".repeat(1_000);
  const problem = new HostScanProblem(answer(502), page);
  expect(problem.message).toHaveLength(500);
  expect(problem.problem.detail).toBe(page);
});

test("a problem without a title shows its status", () => {
  expect(new HostScanProblem(answer(400), "{}").message).toBe("400");
});

test("a success that is no use says so, keeps its text, and lists what is wrong", () => {
  const errors = [{ path: "/id", message: "is missing" }];
  const error = new HostScanProblem(new Response(), '{"password": "x"}', errors);
  expect(error).toMatchObject({ status: 200, problem: { title: "Unexpected answer", errors } });
  expect(error.text).toBe('{"password": "x"}');
  expect(error.message).not.toContain("password");
});

test.each([
  [new Date(Date.now() + 60_000).toUTCString(), 58, 60],
  ["0", 0, 0],
])("Retry-After may be %s", (header, least, most) => {
  const { retryAfterSeconds } = new HostScanProblem(answer(429, { "Retry-After": header }), "");
  expect(retryAfterSeconds).toBeGreaterThanOrEqual(least);
  expect(retryAfterSeconds).toBeLessThanOrEqual(most);
});

test.each(["soon", "Wed, 21 Oct 2015 07:28:00 GMT", "-1"])("Retry-After: %s says nothing", (header) => {
  expect(new HostScanProblem(answer(429, { "Retry-After": header }), "").retryAfterSeconds).toBeUndefined();
});

test("isProblem tells problems, and those of a status, from the rest", () => {
  const problem = new HostScanProblem(answer(404), "");
  expect([isProblem(problem), isProblem(problem, 404), isProblem(problem, 409, 404)]).toEqual([
    true,
    true,
    true,
  ]);
  expect([isProblem(problem, 409), isProblem(new Error("404")), isProblem(undefined, 404)]).toEqual([
    false,
    false,
    false,
  ]);
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
  expect(new HostScanTimeoutError("Host scan job", 50, job)).toMatchObject({
    job,
    name: "HostScanTimeoutError",
    message: "Host scan job took longer than 50 ms",
  });
});
