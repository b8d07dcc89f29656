import type { DiffReport } from "@hostscan/spec-tools";
import type { Coverage } from "./conformance/coverage.ts";
import type { LintResult } from "./lint/lint-result.ts";
import type { ReviewedOperation } from "./operation.ts";
import type { Traceability } from "./traceability/traceability.ts";

/** All that the page tells, before it is markup. */
export interface Review {
  readonly title: string;
  /** `info.version`. */
  readonly version: string;
  readonly operations: readonly ReviewedOperation[];
  /** Names of the schemas. */
  readonly schemas: readonly string[];
  readonly traceability: Traceability;
  readonly lint: LintResult;
  /** Against the last release. */
  readonly diff: DiffReport;
  /** Markdown. */
  readonly changelog: string;
  readonly coverage: Coverage;
}
