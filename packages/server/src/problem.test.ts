import { problemKinds, type Rejection } from "@hostscan/core";
import { expect, test } from "vitest";
import { bodyProblem, MAX_ERRORS, problemAnswer, rejectionProblem, validationProblem } from "./problem.ts";

const errors = [{ path: "/0", message: "names no host" }];
const cases: readonly [Rejection, ReturnType<typeof rejectionProblem>][] = [
  [
    { kind: "invalid", detail: "No.", errors },
    { kind: "validation", detail: "No.", errors },
  ],
  [
    { kind: "not-found", detail: "Gone." },
    { kind: "not-found", detail: "Gone." },
  ],
  [
    { kind: "conflict", detail: "Used." },
    { kind: "conflict", detail: "Used." },
  ],
  [
    { kind: "unavailable", detail: "Down.", retryAfterSeconds: 1.2 },
    { kind: "unavailable", detail: "Down.", headers: { "Retry-After": "2" } },
  ],
  [
    {
      ...{ kind: "over quota", detail: "Used up.", retryAfterSeconds: 59.5 },
      quota: { name: "jobs", most: 1_000, left: 3, windowSeconds: 3_600 },
    },
    {
      ...{ kind: "rate-limited", detail: "Used up." },
      headers: {
        "Retry-After": "60",
        RateLimit: '"jobs";r=3;t=60',
        "RateLimit-Policy": '"jobs";q=1000;w=3600',
      },
    },
  ],
];

test.each(cases)("%o is told as %o", (rejection, problem) => {
  expect(rejectionProblem(rejection)).toEqual(problem);
});

const errorsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `/${index}`, message: "" }));

test("every error is listed up to the most that a problem lists", () => {
  const problem = validationProblem(errorsOf(MAX_ERRORS));

  expect(problem.errors).toHaveLength(MAX_ERRORS);
  expect(problem.detail).toBe("The request is invalid.");
});

test("a longer list is cut, and says so", () => {
  const problem = validationProblem(errorsOf(MAX_ERRORS + 1), "Two rules are broken.");

  expect(problem.errors).toEqual(errorsOf(MAX_ERRORS));
  expect(problem.detail).toBe("Two rules are broken. Only the first 100 errors are listed.");
});

test("the whole body is the empty JSON Pointer", () => {
  expect(bodyProblem("is missing").errors).toEqual([{ path: "", message: "is missing" }]);
});

const uuid = "0b9b7c1e-3f52-4c1f-9f43-1d9f0c8b7a55";

test("a problem is written as RFC 9457 says, under its status", async () => {
  const response = problemAnswer({ kind: "conflict", detail: "Used before." }, uuid);

  expect(response.status).toBe(409);
  expect(response.headers["Content-Type"]).toBe("application/problem+json");
  expect(JSON.parse(response.body)).toEqual({
    type: "urn:hostscan:problem:conflict",
    title: "Conflict",
    status: 409,
    detail: "Used before.",
    instance: `urn:uuid:${uuid}`,
  });
});

test("an id that is no UUID is the instance as it is", async () => {
  const response = problemAnswer({ kind: "not-found", detail: "" }, "call-1");

  expect(response.headers["X-Request-Id"]).toBe("call-1");
  expect(JSON.parse(response.body)).toMatchObject({ instance: "call-1" });
});

test("errors and headers go with the problem", async () => {
  const errors = [{ path: "/0", message: "must be a GUID" }];
  const response = problemAnswer({ kind: "validation", detail: "", errors, headers: { Allow: "GET" } }, uuid);

  expect(response.headers["Allow"]).toBe("GET");
  expect(JSON.parse(response.body)).toMatchObject({ errors });
});

test.each(Object.entries(problemKinds))("%s has a status and a title", async (_kind, { status, title }) => {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(title).toMatch(/^[A-Z][a-z ]+$/);
});
