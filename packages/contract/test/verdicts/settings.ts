import { env } from "node:process";

/**
 * How often a property is tried, and from which seed. A failing run prints its seed: `FAST_CHECK_SEED=<seed>` repeats
 * it, `FAST_CHECK_RUNS=<number>` tries more.
 */
export const settings: { readonly numRuns: number; readonly seed?: number } = {
  numRuns: Number(env["FAST_CHECK_RUNS"] ?? 500),
  ...(env["FAST_CHECK_SEED"] === undefined ? {} : { seed: Number(env["FAST_CHECK_SEED"]) }),
};
