import type { JsonObject } from "@hostscan/contract/generate";
import { createValidator } from "@hostscan/contract-tests";
import { ReviewProblem } from "../problem.ts";
import type { Example, JudgeExample } from "./examples.ts";

/** Judges examples as the conformance kit judges answers: with Ajv, by the schemas of the document. */
export function createJudge(document: JsonObject): JudgeExample {
  const validator = createValidator(document);
  return (schema, value) =>
    validator
      .mismatches({ pointer: schema.pointer.slice("#".length), node: schema.value }, value)
      .map(({ pointer, message }) => `${pointer || "it"} ${message}`);
}

/** @throws {ReviewProblem} that names each example which does not fit its schema */
export function refuseInvalid(operations: readonly { id: string; examples: readonly Example[] }[]): void {
  const faults = operations.flatMap(({ id, examples }) =>
    examples.flatMap(({ status, name, faults: found }) =>
      found.map((fault) => `${id}, ${status ?? "request"}, ${name}: ${fault}`),
    ),
  );
  if (faults.length > 0) throw new ReviewProblem("Examples that do not fit their schemas", faults);
}
