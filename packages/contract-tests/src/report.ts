import type { Check } from "./check.ts";
import type { DocumentIdentity } from "./document/identity.ts";
import type { Operation } from "./document/operations.ts";
import type { Finding } from "./finding.ts";
import type { Cell, Coverage } from "./observer/coverage.ts";
import { type PromiseId, type PromiseVerdict, verdictsOf } from "./promise.ts";
import type { Need, Reached } from "./target.ts";

/** What came of one check. It was not run where `missing` names something. */
export interface CheckResult {
  readonly check: Check;
  readonly missing: readonly Need[];
  readonly findings: readonly Finding[];
}

/** A declared answer that was not seen, and why. */
export interface Unobserved extends Cell {
  readonly reason: string;
}

/** What a run is about. */
export interface RunSubject {
  readonly document: DocumentIdentity;
  readonly reached: Reached;
}

/** What came of a run. */
export interface Report extends RunSubject {
  readonly operations: readonly Operation[];
  readonly results: readonly CheckResult[];
  readonly findings: readonly Finding[];
  /** Declared answers that were seen. */
  readonly observed: readonly Cell[];
  readonly unobserved: readonly Unobserved[];
  /** What came of each promise of the document. */
  readonly promises: readonly PromiseVerdict[];
}

export function reportOf(
  subject: RunSubject,
  operations: readonly Operation[],
  coverage: Coverage,
  judged: ReadonlySet<PromiseId>,
  checks: readonly Check[],
  results: ReadonlyMap<Check, CheckResult>,
): Report {
  const done = [...results.values()];
  return {
    ...subject,
    operations,
    results: done,
    promises: verdictsOf(done, judged),
    findings: done.flatMap(({ findings }) => findings),
    observed: coverage.declared.filter(coverage.has),
    unobserved: coverage.declared
      .filter((cell) => !coverage.has(cell))
      .map((cell) => ({ ...cell, reason: reasonFor(cell, checks, results) })),
  };
}

function reasonFor(cell: Cell, checks: readonly Check[], results: ReadonlyMap<Check, CheckResult>): string {
  const showing = checks.filter(({ cells }) =>
    cells.some(({ operationId, status }) => operationId === cell.operationId && status === cell.status),
  );
  if (showing.length === 0) return "no check shows it";
  const missing = new Set(showing.flatMap((check) => results.get(check)?.missing ?? []));
  if (missing.size > 0) return `needs ${[...missing].join(" or ")}`;
  return showing.some((check) => results.has(check))
    ? "the server did not answer it"
    : "its check was not run";
}
