import type { Io } from "../cli/io.ts";
import { ask } from "../connection/ask.ts";
import type { Display } from "./display.ts";

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
 * Listens for Ctrl-C (and SIGTERM): where somebody can be asked, asks whether to cancel the jobs or to leave them
 * running; a second Ctrl-C leaves at once. Where nobody can, leaves them running.
 *
 * @returns what ends the listening, and resolves when no question stands on the screen any more.
 */
export function onInterrupt(io: Io, { display, cancel, leave, over }: Interruption): () => Promise<void> {
  const { signals, stdin, stderr } = io;
  const interactive = stdin.isTTY === true && stderr.isTTY === true;
  let decision: Promise<void> | undefined;

  async function decide(): Promise<void> {
    display.pause();
    const question = "Cancel the job, or leave it running? [c/L]";
    const answer = await ask(io, question, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    if (answer === undefined || !/^\s*[cy]/i.test(answer)) return leave();
    stderr.write("Cancelling; Ctrl-C leaves at once.\n");
    display.resume();
    await cancel().catch(leave);
  }

  const onInterrupted = () => {
    if (decision !== undefined || !interactive) leave();
    else decision = decide();
  };
  const onTerminated = () => leave();
  signals.on("SIGINT", onInterrupted);
  signals.on("SIGTERM", onTerminated);
  return async () => {
    signals.off("SIGINT", onInterrupted);
    signals.off("SIGTERM", onTerminated);
    await decision;
  };
}
