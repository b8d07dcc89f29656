import fc from "fast-check";
import { settings } from "./settings.ts";

/** What is compared, and on what. */
export interface Comparison<Value> {
  readonly zod: (payload: Value) => boolean;
  readonly ajv: (payload: Value) => boolean;
  readonly payloads: fc.Arbitrary<Value>;
}

/** Looks for a payload on which the verdicts differ, and makes it as small as it can; the report shows seed and path. */
export function compare<Value>({ zod, ajv, payloads }: Comparison<Value>, runs = settings) {
  const given = new Set<boolean>();
  const property = fc.property(payloads, (payload) => {
    const verdict = zod(payload);
    given.add(verdict);
    return verdict === ajv(payload);
  });
  const run = fc.check(property, runs);
  return {
    report: run.failed ? fc.defaultReportMessage(run) : undefined,
    counterexample: run.counterexample?.[0],
    given,
  };
}
