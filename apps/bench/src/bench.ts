import type { Spread } from "./statistics.ts";

/** How much time a bench takes. */
export interface BenchOptions {
  /** How often each contestant is measured; rounds are interleaved, so that noise hits all alike. */
  readonly rounds: number;
  /** Length of one measurement, where it is not given by the work itself. */
  readonly seconds: number;
}

/** One contestant or one part of a bench, and what was measured of it. */
export interface Row {
  readonly name: string;
  /** By unit, e.g. `calls/s`. */
  readonly measured: Readonly<Record<string, Spread>>;
}

/** How one contestant compares to another. */
export interface Ratio {
  readonly name: string;
  readonly ratio: Spread;
  /** What is to be reached. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

/** What a bench found out. */
export interface Report {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
}

/** Measures one thing against its peers. */
export type Bench = (options: BenchOptions) => Promise<Report>;
