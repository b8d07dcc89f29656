import {
  HostScanNetworkError,
  HostScanProblem,
  HostScanRequestError,
  HostScanTimeoutError,
} from "@hostscan/client";
import { expect, test } from "vitest";
import { describeFailure } from "./describe-failure.ts";

test.each([
  [400, "BadInput"],
  [401, "NoAccess"],
  [403, "NoAccess"],
  [404, "NotFound"],
  [407, "Unreachable"],
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

test.each<[number, Record<string, string>, string]>([
  [200, {}, "is its address right"],
  [302, { Location: "/login" }, "is its address right"],
  [401, {}, "sign in again"],
  [403, {}, "sign in as somebody who may"],
  [407, {}, "a proxy on the way"],
  [429, { "Retry-After": "90" }, "it asks to wait for 1 min 30 s"],
  [503, { "Retry-After": "9".repeat(400) }, "it asks to wait for more than a day"],
])("an answer %i of %j says what to do", (status, headers, advice) => {
  const { details } = describeFailure(new HostScanProblem(new Response(null, { status, headers }), ""));
  expect(details.join("\n")).toContain(advice);
});

test.each([
  ["connect ECONNREFUSED 127.0.0.1:1", "ECONNREFUSED", "may this machine reach it?"],
  ["getaddrinfo ENOTFOUND nohost.invalid", "ENOTFOUND", "is its address right (--server)"],
  ["aborted", "ECONNRESET", "in the middle of its answer"],
])("a connection that fails by %j says what to do", (message, code, advice) => {
  const cause = new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
  const failure = describeFailure(new HostScanNetworkError(cause));
  expect(failure.exit).toBe("Unreachable");
  expect(failure.details.join("\n")).toContain(advice);
});

test("of OpenSSL's errors what is for people is told", () => {
  const message =
    "write EPROTO 40CDABF4A47F0000:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/a.c:77:";
  expect(
    describeFailure(new HostScanNetworkError(new Error("x", { cause: new Error(message) }))),
  ).toMatchObject({
    message: "no answer from the server: write EPROTO wrong version number",
    details: [expect.stringContaining("is its address one of http?")],
  });
});

test("what cannot be sent is for whoever gave it to mend", () => {
  expect(describeFailure(new HostScanRequestError("no")).exit).toBe("BadInput");
});

test("a time limit is told in the units of people", () => {
  expect(describeFailure(new HostScanTimeoutError("GET /jobs", 90_000))).toEqual({
    exit: "TimedOut",
    message: "GET /jobs took longer than 1 min 30 s",
    details: [],
  });
});

test("of several addresses that fail the first is told, and what to do", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED ::1:1"), { code: "ECONNREFUSED" });
  const all = new AggregateError([refused, new Error("another")]);
  expect(describeFailure(new HostScanNetworkError(new TypeError("fetch failed", { cause: all })))).toEqual({
    exit: "Unreachable",
    message: "no answer from the server: connect ECONNREFUSED ::1:1",
    details: [expect.stringContaining("is its address right (--server)")],
  });
});

test("a connection that fails without a word is told nonetheless", () => {
  const { message } = describeFailure(new HostScanNetworkError(new Error("")));
  expect(message).toMatch(/^no answer from the server: ./);
});
