import type { Problem } from "@hostscan/core";

/** What a step of a call found, or why the call ends there. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** A step that succeeded. */
export const pass = <T>(value: T): Checked<T> => ({ ok: true, value });

/** A step that ends the call. */
export const stop = (problem: Problem): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem,
});
