import { expect } from "vitest";

// Stands for `vitest` where the tests of a mutant are loaded: they are collected, to be run here, hundreds of times.

type Run = (...args: never[]) => unknown;

interface Collected {
  readonly name: string;
  readonly run: () => unknown;
}

const collected: Collected[] = [];

/** Takes what has been collected since it was last asked. */
export const takeCollected = (): Collected[] => collected.splice(0);

const rowOf = (row: unknown): unknown[] => (Array.isArray(row) ? row : [row]);

const add = (name: string, run: Run): void => {
  collected.push({ name, run: () => Reflect.apply(run, undefined, []) });
};

/** Collects a test. */
export const test = Object.assign(add, {
  each: (rows: readonly unknown[]) => (name: string, run: Run) => {
    for (const row of rows) add(name, () => Reflect.apply(run, undefined, rowOf(row)));
  },
});

/** Collects the tests of a group. */
export const describe = Object.assign((_name: string, run: Run) => Reflect.apply(run, undefined, []), {
  each: (rows: readonly unknown[]) => (_name: string, run: Run) => {
    for (const row of rows) Reflect.apply(run, undefined, rowOf(row));
  },
});

export { expect };
