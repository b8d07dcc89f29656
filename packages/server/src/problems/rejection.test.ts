import { expect, test } from "vitest";
import type { Rejection } from "../port.ts";
import { rejectionProblem } from "./rejection.ts";

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
];

test.each(cases)("%o is told as %o", (rejection, problem) => {
  expect(rejectionProblem(rejection)).toEqual(problem);
});
