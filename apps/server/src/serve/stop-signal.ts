import { constants } from "node:os";
import type { Io } from "../cli/io.ts";

/** A terminal that is closed sends the last. */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** What the shell reports for a process that a signal ended. */
const SIGNAL_EXIT = 128;

/** A terminal and npm may both hand one Ctrl-C on: what comes so soon after the first signal is the same. */
const SAME_SIGNAL_MS = 1_000;

/** What a process does at once has an end, too. */
const AT_ONCE_MS = 10_000;

export interface StopSignal {
  /** Resolves to the first signal that asks the process to stop. */
  readonly received: Promise<NodeJS.Signals>;
  /** Has this done, where a second signal ends the process at once, before it exits: what would outlive it. */
  beforeExit(act: () => Promise<void>): void;
  /** Listens no longer. */
  release(): void;
}

/**
 * Ends the process of a command at the first signal, as it would by itself, but stops before what would outlive it; where
 * `awaits`, that is still to be told.
 */
export function endSignal(
  { signals, exit }: Pick<Io, "signals" | "exit">,
  awaits: boolean,
): Pick<StopSignal, "beforeExit" | "release"> {
  const before = Promise.withResolvers<() => Promise<void>>();
  if (!awaits) before.resolve(async () => {});
  function stop(signal: (typeof SIGNALS)[number]) {
    release();
    const end = () => exit(SIGNAL_EXIT + constants.signals[signal]);
    setTimeout(end, AT_ONCE_MS).unref();
    before.promise.then((act) => act()).then(end, end);
  }
  function release() {
    for (const signal of SIGNALS) signals.off(signal, stop);
  }
  for (const signal of SIGNALS) signals.on(signal, stop);
  return { beforeExit: before.resolve, release };
}

/** Listens for the signals that stop a server; a second one, a second later at least, ends the process at once. */
export function stopSignal({ signals, exit }: Pick<Io, "signals" | "exit">): StopSignal {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let askedAt: number | undefined;
  let before = async () => {};

  function stop(signal: (typeof SIGNALS)[number]) {
    const now = performance.now();
    if (askedAt === undefined) {
      askedAt = now;
      resolve(signal);
    } else if (now - askedAt >= SAME_SIGNAL_MS) {
      askedAt = Number.POSITIVE_INFINITY;
      const end = () => exit(SIGNAL_EXIT + constants.signals[signal]);
      setTimeout(end, AT_ONCE_MS).unref();
      before().then(end, end);
    }
  }

  for (const signal of SIGNALS) signals.on(signal, stop);
  return {
    received: promise,
    beforeExit(act) {
      before = act;
    },
    release() {
      for (const signal of SIGNALS) signals.off(signal, stop);
    },
  };
}
