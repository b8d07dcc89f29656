import type { Operation } from "../document/operations.ts";

/** One cell of the table operation × declared status. */
export interface Cell {
  readonly operationId: string;
  readonly status: number;
}

/** How often each declared answer was seen. */
export interface Coverage {
  add(cell: Cell): void;
  has(cell: Cell): boolean;
  /** Every declared cell, in the document's order. */
  readonly declared: readonly Cell[];
}

export function createCoverage(operations: readonly Operation[]): Coverage {
  const seen = new Set<string>();
  const key = ({ operationId, status }: Cell) => `${operationId} ${status}`;
  return {
    add: (cell) => void seen.add(key(cell)),
    has: (cell) => seen.has(key(cell)),
    declared: operations.flatMap(({ operationId, responses }) =>
      [...responses.keys()].map((status) => ({ operationId, status })),
    ),
  };
}
