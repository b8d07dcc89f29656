import type { Rejection } from "../port.ts";
import type { Problem } from "./problem.ts";
import { validationProblem } from "./validation-problem.ts";

/** The one mapping from what the port may reject to what the caller is told. */
export function rejectionProblem(rejection: Rejection): Problem {
  const { kind, detail } = rejection;
  switch (kind) {
    case "invalid":
      return validationProblem(rejection.errors, detail);
    case "not-found":
    case "conflict":
      return { kind, detail };
    case "unavailable":
      return unavailableProblem(detail, rejection.retryAfterSeconds);
  }
}

/** The 503: the service cannot tell now. `retryAfterSeconds` is rounded up to whole seconds (RFC 9110, 10.2.3). */
export function unavailableProblem(detail: string, retryAfterSeconds: number): Problem {
  return { kind: "unavailable", detail, headers: { "Retry-After": `${Math.ceil(retryAfterSeconds)}` } };
}
