import type { ScanFailure, ScanPhase } from "./types.ts";

/** Watches over one scan: its phase, its deadline, its caller's signal, and where it may connect. */
export interface Watch {
  /** What the scan is at; an error that comes from outside is a failure of this phase. */
  phase: ScanPhase;
  /** Aborted once the scan has ended, whichever way; all that the scan opens closes with it. */
  readonly signal: AbortSignal;
  /** Settles when the caller aborts or the deadline passes, and only then. */
  readonly over: Promise<ScanFailure>;
  /** To be asked just before every connection. */
  mayConnect(address: string): boolean;
  /** Milliseconds until the deadline. */
  remainingMs(): number;
  /** Sets the deadline anew, from now; nothing once the scan has ended. */
  restart(): void;
  /** Ends the scan: closes what is open, lets go of timer and signal. */
  stop(): void;
}

/** Starts to watch a scan, with the deadline counted from now. */
export function startWatch(
  caller: AbortSignal,
  deadlineMs: number,
  mayConnect: (address: string) => boolean = () => true,
): Watch {
  const ending = new AbortController();
  const over = Promise.withResolvers<ScanFailure>();
  let timer: NodeJS.Timeout | undefined;
  let endsAt = 0;

  const end = (failure: ScanFailure) => {
    over.resolve(failure);
    ending.abort();
  };
  const onAbort = () => end({ phase: "aborted", message: "The scan was called off." });
  const onDeadline = () =>
    end({
      phase: "timeout",
      message: `The scan was given up after ${deadlineMs / 1000} s, in phase ${watch.phase}.`,
    });

  const watch: Watch = {
    phase: "auth",
    signal: ending.signal,
    over: over.promise,
    mayConnect,
    remainingMs: () => endsAt - performance.now(),
    restart() {
      clearTimeout(timer);
      if (ending.signal.aborted) return;
      timer = setTimeout(onDeadline, deadlineMs);
      endsAt = performance.now() + deadlineMs;
    },
    stop() {
      clearTimeout(timer);
      caller.removeEventListener("abort", onAbort);
      ending.abort();
    },
  };
  watch.restart();
  caller.addEventListener("abort", onAbort, { once: true });
  if (caller.aborted) onAbort();
  return watch;
}
