import type { ScanFailure, ScanPhase } from "./types.ts";

/** What one step of a scan comes to: its value, or the failure that ends the scan. */
export type Step<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ScanFailure };

/** A step that went well. */
export const done = <T>(value: T): Step<T> => ({ ok: true, value });

/** A step that ends the scan. `message` is for people and must hold no secret. */
export const failed = (
  phase: ScanPhase,
  message: string,
): { readonly ok: false; readonly failure: ScanFailure } => ({
  ok: false,
  failure: { phase, message },
});

/** The system's code of an error (`ECONNREFUSED`), or its name where it has none. Never its message. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
