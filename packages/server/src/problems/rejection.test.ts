import type { Rejection } from "@hostscan/core";
import { expect, test } from "vitest";
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
