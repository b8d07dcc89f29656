import type { operations } from "@hostscan/contract";
import type { Variation } from "./call.ts";
import type { Operation } from "./document/operations.ts";
import type { Finding } from "./finding.ts";
import type { Cell } from "./observer/coverage.ts";
import type { Exchange, Fetch } from "./observer/exchange.ts";
import type { PromiseId } from "./promise.ts";
import type { KnownJob, Need, Target } from "./target.ts";

export type OperationId = keyof operations;

/** One named rule that a server must keep. */
export interface Check {
  readonly name: string;
  /** The cells of the table that it shows where the server keeps to it. */
  readonly cells: readonly Cell[];
  readonly needs: readonly Need[];
  /** What it shows of the promises of the document. */
  readonly promises: readonly PromiseId[];
  run(context: CheckContext): Promise<void>;
}

/** An answer, and the cell of the table that it stands in. */
export interface Answer extends Exchange {
  readonly cell: Cell;
}

/** What a check works with. Every exchange goes past the observer. */
export interface CheckContext {
  readonly target: Target;
  readonly operations: readonly Operation[];
  /** A token of the target's user that has not passed the second factor. */
  readonly firstStepToken: string | undefined;
  /** Name of this run, to tell its hosts and keys from those of others. */
  readonly run: string;
  /** @throws {BrokenRule} where the target has none */
  known(): KnownJob;
  /** Calls an operation, as in the document's example but for the variation; `fetch` defaults to the target's. */
  call(operation: Operation | OperationId, variation?: Variation, fetch?: Fetch): Promise<Answer>;
  /** @throws {BrokenRule} where the answer has another status */
  expect(
    operation: Operation | OperationId,
    status: number | readonly number[],
    variation?: Variation,
    fetch?: Fetch,
  ): Promise<Answer>;
}

/** Ends a check with what it found. */
export class BrokenRule extends Error {
  override readonly name = "BrokenRule";
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

/** @throws {BrokenRule} unless `kept` */
export function rule(kept: boolean, cell: Cell, where: string, message: string): asserts kept {
  if (!kept) throw new BrokenRule({ ...cell, where, message });
}

/** A value that a target gives where a check's needs are met. */
export function given<T>(
  value: T | undefined,
  need: Need,
  message = `the check must name its need: ${need}`,
): T {
  if (value !== undefined) return value;
  throw new BrokenRule({ operationId: "-", status: 0, where: "kit", message });
}
