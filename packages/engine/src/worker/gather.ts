import { setImmediate as nextTurn } from "node:timers/promises";

/** How much is gathered, and for how long. */
export interface GatherOptions {
  /** Items of one batch. */
  readonly most: number;
  /** Nothing waits longer than this for a batch that is under way, unless `mostBatches` are. */
  readonly longestWaitMs: number;
  readonly mostBatches: number;
}

interface Asked<T, R> {
  readonly item: T;
  readonly answer: (result: Promise<R>) => void;
  readonly fail: (error: unknown) => void;
}

const DEFAULTS: GatherOptions = { most: 100, longestWaitMs: 50, mostBatches: 4 };

/**
 * Does together what is asked for at about the same time. What comes alone is done at once; what comes while a batch is
 * under way goes with the next one, so that batches are the larger the more there is to do.
 */
export class Gather<T, R> {
  readonly #run: (items: readonly T[]) => Promise<readonly Promise<R>[]>;
  readonly #options: GatherOptions;
  readonly #waiting: Asked<T, R>[] = [];
  #batches = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param run resolves to the results in the order of the items; where it rejects, so does each of them */
  constructor(
    run: (items: readonly T[]) => Promise<readonly Promise<R>[]>,
    options: Partial<GatherOptions> = {},
  ) {
    this.#run = run;
    this.#options = { ...DEFAULTS, ...options };
  }

  /** Resolves to the result of this item. */
  add(item: T): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    this.#waiting.push({ item, answer: resolve, fail: reject });
    this.#look();
    return promise;
  }

  /** Starts a batch, or sees to it that one is started in time. */
  #look(): void {
    const { longestWaitMs, mostBatches } = this.#options;
    if (this.#waiting.length === 0 || this.#batches >= mostBatches) return;
    if (this.#batches === 0) void this.#start();
    else this.#timer ??= setTimeout(() => void this.#start(), longestWaitMs);
  }

  async #start(): Promise<void> {
    this.#batches += 1;
    // What is asked for at the same moment as the first goes with it.
    await nextTurn();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, this.#options.most);
    this.#look();
    try {
      // The timer may have gone off in between: then another batch has it all.
      const results = batch.length > 0 ? await this.#run(batch.map(({ item }) => item)) : [];
      for (const [index, result] of results.entries()) batch[index]?.answer(result);
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
    this.#batches -= 1;
    this.#look();
  }
}

/**
 * Reads by an id, once for all that ask for the same one meanwhile. Whoever asks gets what was read after that, never
 * what was read before.
 */
export function togetherById<R>(read: (id: string) => Promise<R>): (id: string) => Promise<R> {
  const reads = new Gather<string, R>(async (ids) => {
    const found = new Map<string, Promise<R>>();
    const readOnce = (id: string) => {
      const reading = found.get(id) ?? read(id);
      found.set(id, reading);
      return reading;
    };
    const answers = ids.map(readOnce);
    await Promise.allSettled(answers);
    return answers;
  });
  return (id) => reads.add(id);
}
