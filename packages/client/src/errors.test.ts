import { expect, test } from "vitest";
import {
  HostScanError,
  HostScanNetworkError,
  HostScanProblem,
  HostScanRequestError,
  HostScanTimeoutError,
  isProblem,
} from "./errors.ts";

const answer = (status: number, headers: HeadersInit = {}, statusText = "") =>
  new Response(null, { status, headers, statusText });

const call = { method: "POST", path: "/api/v1/HostScanJob" };

test("a problem keeps the document, the text, the request id and the time to wait, and its message says it", () => {
  const headers = { "X-Request-Id": "req-1", "Retry-After": "5" };
  const problem = { title: "Service unavailable", status: 503, detail: "The database is out of reach." };
  const text = JSON.stringify(problem);
  const error = new HostScanProblem(answer(503, headers), text, call);
  expect(error).toMatchObject({
    status: 503,
    problem,
    text,
    requestId: "req-1",
    retryAfterSeconds: 5,
    ...call,
  });
  expect(error.message).toBe(
    "POST /api/v1/HostScanJob: 503 Service unavailable: The database is out of reach. (request req-1)",
  );
  expect(error).toBeInstanceOf(HostScanError);
});

test("a message tells the first errors with their places, and how many more there are", () => {
  const errors = ["/0", "/1", "/2", "/3"].map((path) => ({ path, message: "is bad" }));
  const error = new HostScanProblem(answer(400), JSON.stringify({ title: "Bad", errors }), {
    ...call,
    requestId: "r",
  });
  expect(error.message).toBe("POST /api/v1/HostScanJob: 400 /0 is bad; /1 is bad; and 2 more (request r)");
  expect(error.requestId).toBe("r");
});

test("a message stays short where a proxy sends a whole page, and the problem keeps it all", () => {
  const page = "<p>".repeat(1_000);
  const problem = new HostScanProblem(answer(502), page);
  expect(problem.message.length).toBeLessThanOrEqual(500);
  expect(problem.problem.detail).toBe(page);
});

test("a problem without a title shows its status", () => {
  expect(new HostScanProblem(answer(400), "{}").message).toBe("400");
});

test("a success that is no use says so, keeps its text, and lists what is wrong", () => {
  const errors = [{ path: "/id", message: "is missing" }];
  const error = new HostScanProblem(new Response(), '{"password": "x"}', { errors });
  expect(error).toMatchObject({ status: 200, problem: { title: "Unexpected answer", errors } });
  expect(error.text).toBe('{"password": "x"}');
  expect(error.message).not.toContain("password");
});

test("isProblem tells problems, and those of a status, from the rest", () => {
  const problem = new HostScanProblem(answer(404), "");
  expect([isProblem(problem), isProblem(problem, 404), isProblem(problem, 409, 404)]).toEqual([
    true,
    true,
    true,
  ]);
  const twin = Object.assign(new Error("of another copy"), { name: "HostScanProblem", status: 404 });
  expect([isProblem(twin), isProblem(twin, 404), isProblem(twin, 409)]).toEqual([true, true, false]);
  expect([isProblem(problem, 409), isProblem(new Error("404")), isProblem(undefined, 404)]).toEqual([
    false,
    false,
    false,
  ]);
});

const refused = (address: string) =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}:6500`), { code: "ECONNREFUSED" });

test.each([
  [
    "what is underneath",
    new TypeError("fetch failed", { cause: refused("127.0.0.1") }),
    "connect ECONNREFUSED 127.0.0.1:6500",
  ],
  [
    "the first of several",
    new TypeError("fetch failed", { cause: new AggregateError([refused("::1"), refused("127.0.0.1")], "") }),
    "connect ECONNREFUSED ::1:6500",
  ],
  [
    "a code that no message has",
    Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
    "UND_ERR_SOCKET other side closed",
  ],
  ["what has no cause", new TypeError("fetch failed"), "fetch failed"],
  ["what is no error", "gone", "gone"],
  ["an error for no error", new Error("lost", { cause: 7 }), "lost"],
  ["several of none", new AggregateError([], "nothing there"), "nothing there"],
])("a network error tells %s", (_name, cause, told) => {
  const error = new HostScanNetworkError(cause, call);
  expect(error).toMatchObject({
    cause,
    message: `POST /api/v1/HostScanJob: no answer from the server: ${told}`,
  });
});

test("a network error has the platform's name for it, and does not follow a circle", () => {
  const error: Error & { code?: string } = new Error("round");
  error.cause = error;
  error.code = "EROUND";
  expect(new HostScanNetworkError(error).code).toBe("EROUND");
});

test("a request error says that nothing was sent", () => {
  expect(new HostScanRequestError("no", { path: "/x" })).toMatchObject({
    name: "HostScanRequestError",
    message: "/x: not sent: no",
  });
});

test("a timeout keeps the job as last read", () => {
  const job = { id: "9c711ab3-8fc1-4d66-88d4-08f85117f32e", status: 1 } as const;
  expect(new HostScanTimeoutError("Host scan job", 50, job)).toMatchObject({
    job,
    name: "HostScanTimeoutError",
    message: "Host scan job took longer than 50 ms",
  });
});

test("a failure for which Node gives no reason names the proxy that it may be", () => {
  const cause = new TypeError("fetch failed", { cause: new Error() });
  expect(new HostScanNetworkError(cause).message).toBe(
    "no answer from the server: fetch failed, as it does where a proxy answers 407",
  );
});
