import pLimit from "p-limit";

/** Lets few do something at once and some wait their turn. */
export interface Queue {
  /** What `turn` resolves to, or `"full"`, at once, where as many wait as may. */
  run<T>(turn: () => Promise<T>): Promise<T | "full">;
}

/** How many have their turn at once, and how many may wait. */
export function createQueue({
  atOnce,
  waiting,
}: {
  readonly atOnce: number;
  readonly waiting: number;
}): Queue {
  const limit = pLimit(atOnce);
  let there = 0;
  return {
    async run(turn) {
      if (there >= atOnce + waiting) return "full";
      there++;
      try {
        return await limit(turn);
      } finally {
        there--;
      }
    },
  };
}

/**
 * The queues of one process. Each kind of step has its own, and so has a known device: whatever strangers send, its user
 * does not stand in line behind them. Two hash at once, off the main thread, so that the rest of the process goes on.
 */
export interface SignInQueues {
  readonly password: Queue;
  readonly devicePassword: Queue;
  readonly code: Queue;
  readonly deviceCode: Queue;
}

export const createSignInQueues = (): SignInQueues => ({
  password: createQueue({ atOnce: 2, waiting: 64 }),
  devicePassword: createQueue({ atOnce: 1, waiting: 32 }),
  code: createQueue({ atOnce: 2, waiting: 64 }),
  deviceCode: createQueue({ atOnce: 1, waiting: 32 }),
});
