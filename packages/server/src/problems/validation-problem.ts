import type { InvalidValue, Problem } from "@hostscan/core";

/** The most errors one problem lists: a caller corrects the first few, and no answer grows with the request. */
export const MAX_ERRORS = 100;

/** The 400 for a request that breaks the contract's schemas, or a rule of the service behind the port. */
export function validationProblem(
  errors: readonly InvalidValue[],
  detail = "The request is invalid.",
): Problem {
  if (errors.length <= MAX_ERRORS) return { kind: "validation", detail, errors };
  return {
    kind: "validation",
    detail: `${detail} Only the first ${MAX_ERRORS} errors are listed.`,
    errors: errors.slice(0, MAX_ERRORS),
  };
}

/** The 400 for a body that cannot be read as a JSON value. `""` is the JSON Pointer of the whole body. */
export const bodyProblem = (message: string): Problem => validationProblem([{ path: "", message }]);
