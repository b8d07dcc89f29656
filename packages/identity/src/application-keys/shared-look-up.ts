import { setTimeout as sleep } from "node:timers/promises";

/** Looks up what several callers ask for at the same time, at most one query at a time. */
export interface SharedLookUp<Row> {
  /** The row of a key as it stands when asked; undefined where there is none. Rejects as the query does. */
  find(key: string): Promise<Row | undefined>;
}

export interface SharedLookUpOptions<Row> {
  /** Finds the rows of some keys, by their keys. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, Row>>;
  /** The least time from the beginning of one query to that of the next, in milliseconds. */
  readonly spacingMs: number;
  /** The most keys of one query; others wait for the next. */
  readonly perQuery: number;
}

interface Asked<Row> {
  readonly key: string;
  resolve(row: Row | undefined): void;
  reject(error: unknown): void;
}

/**
 * Whatever is asked for, the database sees one query at a time, and so many a second: keys that somebody makes up, each a
 * new one that no cache can know, cost it no more than that. Nothing is remembered, so that a row made just now is found.
 */
export function shareLookUps<Row>(options: SharedLookUpOptions<Row>): SharedLookUp<Row> {
  const { read, spacingMs, perQuery } = options;
  let waiting: Asked<Row>[] = [];
  let running = false;
  let lastBegun = Number.NEGATIVE_INFINITY;

  async function answer(batch: readonly Asked<Row>[]): Promise<void> {
    try {
      const rows = await read([...new Set(batch.map(({ key }) => key))]);
      for (const { key, resolve } of batch) resolve(rows.get(key));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const rest = lastBegun + spacingMs - performance.now();
      if (rest > 0) await sleep(rest);
      lastBegun = performance.now();
      const batch = waiting.slice(0, perQuery);
      waiting = waiting.slice(perQuery);
      await answer(batch);
    }
    running = false;
  }

  return {
    find: (key) =>
      new Promise((resolve, reject) => {
        waiting.push({ key, resolve, reject });
        if (!running) void run();
      }),
  };
}
