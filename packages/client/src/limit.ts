import { HostScanRequestError } from "./errors.ts";

/** Timers take no longer one: they would ring at once. */
const longestTimer = 2 ** 31 - 1;

/** Ends what runs under it: after a time, or at a signal. */
export interface Limit {
  readonly stop: AbortSignal;
  /** Rejects with the reason of the end: race it with what may not heed a signal. */
  readonly stopped: Promise<never>;
  /** @throws the reason, once the end has come */
  readonly check: () => void;
  /** Lets go of the timer and of the signals. */
  readonly end: () => void;
}

/**
 * Checks options by their names; an absent one is right. Found out later, a mistake would leave a job that nobody knows.
 *
 * @throws {HostScanRequestError} unless each is a function, or a number, 0 or more: a timer takes what is none for 1
 */
export function check(kind: "function" | "number", options: Readonly<Record<string, unknown>>): void {
  for (const [name, given] of Object.entries(options))
    if (
      typeof (given ?? (kind === "number" ? 0 : check)) !== kind ||
      Number(given) < 0 ||
      Number.isNaN(given)
    )
      throw new HostScanRequestError(`${name} must be a ${kind}${kind === "number" ? ", 0 or more" : ""}`);
}

/**
 * Starts a limit. `AbortSignal.any` would do much the same, but keeps hold of a long-lived signal, and some platforms
 * have neither it nor `throwIfAborted`.
 *
 * @param late makes the reason when the time is over
 * @throws {HostScanRequestError} of a time that is none, and of what is no signal
 */
export function startLimit(
  timeoutMs: number | undefined,
  signals: readonly (AbortSignal | null | undefined)[],
  late: () => unknown,
): Limit {
  check("number", { timeoutMs });
  for (const signal of signals)
    if (signal && typeof signal.addEventListener !== "function")
      throw new HostScanRequestError("signal must be an AbortSignal");
  const controller = new AbortController();
  let over: { readonly reason: unknown } | undefined;
  let reject: (reason: unknown) => void = () => {};
  const stopped = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  stopped.catch(() => {});
  const abort = (reason: unknown) => {
    over ??= { reason };
    controller.abort(reason);
    reject(reason);
  };
  const heard = signals.flatMap((signal) =>
    signal ? [{ signal, forward: () => abort(reasonOf(signal)) }] : [],
  );
  const timer =
    typeof timeoutMs !== "number" || timeoutMs > longestTimer
      ? undefined
      : setTimeout(() => abort(late()), timeoutMs);
  for (const { signal, forward } of heard) {
    if (signal.aborted) forward();
    else signal.addEventListener("abort", forward);
  }
  return {
    stop: controller.signal,
    stopped,
    check() {
      if (over) throw over.reason;
    },
    end() {
      clearTimeout(timer);
      for (const { signal, forward } of heard) signal.removeEventListener("abort", forward);
    },
  };
}

/** Why a signal was aborted; some platforms do not tell. */
export function reasonOf(signal: AbortSignal): unknown {
  if (signal.reason !== undefined) return signal.reason;
  const error = new Error("The operation was aborted");
  error.name = "AbortError";
  return error;
}

/** Resolves after `ms`, or rejects as soon as the limit is reached. */
export async function delay(ms: number, { stopped }: Pick<Limit, "stopped">): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(ms, longestTimer));
  });
  await Promise.race([stopped, waited]).finally(() => clearTimeout(timer));
}
