import { readFile } from "node:fs/promises";
import { type Cell, type DocumentIdentity, type RunRecord, readRecord } from "@hostscan/contract-tests";

/** What became of a declared answer in a run; `unmeasured` where no run was about it. */
export type CellState = "observed" | "unobserved" | "unmeasured";

/** Which declared answers a server was seen to give. */
export interface Coverage {
  /** The document as it is now. */
  readonly document: DocumentIdentity;
  /** Whether there was a run, and whether it was of the document as it is now. */
  readonly state: "current" | "stale" | "none";
  readonly record: RunRecord | undefined;
}

/** The record in a file, if there is one; throws a `RecordError` on a file that is none. */
export async function readCoverage(file: URL, document: DocumentIdentity): Promise<Coverage> {
  let json: string;
  try {
    json = await readFile(file, "utf8");
  } catch (error) {
    if (isAbsent(error)) return { document, state: "none", record: undefined };
    throw error;
  }
  const record = readRecord(json);
  return { document, state: record.document.sha256 === document.sha256 ? "current" : "stale", record };
}

/** What became of an answer that the document declares. */
export function cellState({ record }: Coverage, operationId: string, status: number): CellState {
  const among = (cells: readonly Cell[] = []) =>
    cells.some((cell) => cell.operationId === operationId && cell.status === status);
  if (among(record?.observed)) return "observed";
  return among(record?.unobserved) ? "unobserved" : "unmeasured";
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";
