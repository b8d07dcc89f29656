import type { Io } from "../cli/io.ts";
import { ask } from "../connection/ask.ts";
import type { Display } from "./display.ts";

type Signal = "SIGINT" | "SIGTERM";

/** Hears of Ctrl-C and SIGTERM for as long as a command leaves something behind when it ends. */
export interface Interrupts {
  /** Has signals handled, also one that came when nobody did. Until the returned function is called. */
  handle(handler: (signal: Signal) => void): () => void;
  /** From then on a signal ends the process. */
  stop(): void;
}

/** Begins to listen: no signal ends the process until {@link Interrupts.stop}. */
export function listenForInterrupts({ signals }: Pick<Io, "signals">): Interrupts {
  let handler: ((signal: Signal) => void) | undefined;
  let missed: Signal | undefined;
  const heard = (signal: Signal) => () => {
    if (handler) handler(signal);
    else missed = signal;
  };
  const listeners = { SIGINT: heard("SIGINT"), SIGTERM: heard("SIGTERM") };
  signals.on("SIGINT", listeners.SIGINT).on("SIGTERM", listeners.SIGTERM);
  return {
    handle(next) {
      handler = next;
      if (missed) next(missed);
      missed = undefined;
      return () => {
        handler = undefined;
      };
    },
    stop() {
      signals.off("SIGINT", listeners.SIGINT).off("SIGTERM", listeners.SIGTERM);
    },
  };
}

/** What becomes of jobs when whoever waits for them presses Ctrl-C. */
export interface Interruption {
  readonly display: Display;
  /** Cancels what is left of the jobs. */
  readonly cancel: () => Promise<void>;
  /** Waits no longer. */
  readonly leave: (error?: unknown) => void;
  /** Aborted when there is nothing to wait for any more. */
  readonly over: AbortSignal;
}

/**
 * At Ctrl-C, where somebody can be asked, asks whether to cancel the jobs or to leave them running; a second Ctrl-C
 * leaves at once. Where nobody can, and at SIGTERM, leaves them running.
 *
 * @returns what ends that, and resolves when no question stands on the screen any more.
 */
export function askAtInterrupt(
  io: Pick<Io, "stdin" | "stderr">,
  interrupts: Interrupts,
  { display, cancel, leave, over }: Interruption,
): () => Promise<void> {
  const interactive = io.stdin.isTTY === true && io.stderr.isTTY === true;
  let decision: Promise<void> | undefined;

  async function decide(): Promise<void> {
    display.pause();
    const question = "Cancel the job, or leave it running? [c/L]";
    const answer = await ask(io, question, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    if (answer === undefined || !/^\s*[cy]/i.test(answer)) return leave();
    io.stderr.write("Cancelling; Ctrl-C leaves at once.\n");
    display.resume();
    await cancel().catch(leave);
  }

  const stopHandling = interrupts.handle((signal) => {
    if (signal === "SIGTERM" || decision !== undefined || !interactive) leave();
    else decision = decide();
  });
  return async () => {
    await decision;
    stopHandling();
  };
}
