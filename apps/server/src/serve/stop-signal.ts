import { constants } from "node:os";
import type { Io } from "../cli/io.ts";

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** What the shell reports for a process that a signal ended. */
const SIGNAL_EXIT = 128;

export interface StopSignal {
  /** Resolves to the first signal that asks the process to stop. */
  readonly received: Promise<NodeJS.Signals>;
  /** Listens no longer. */
  release(): void;
}

/** Listens for the signals that stop a server; the second one ends the process at once. */
export function stopSignal({ signals, exit }: Pick<Io, "signals" | "exit">): StopSignal {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let asked = false;

  function stop(signal: (typeof SIGNALS)[number]) {
    if (asked) exit(SIGNAL_EXIT + constants.signals[signal]);
    asked = true;
    resolve(signal);
  }

  for (const signal of SIGNALS) signals.on(signal, stop);
  return {
    received: promise,
    release() {
      for (const signal of SIGNALS) signals.off(signal, stop);
    },
  };
}
