import { createWakeUp } from "../queue/wake-up.ts";

const WINDOW_MS = 1_000;

/** Lets this process open no more than so many connections in any one second. */
export class ConnectPace {
  readonly #perSecond: number;
  /** When the last of them were let through or will be, oldest first, on the monotonic clock. */
  readonly #times: number[] = [];

  /** @param perSecond `Infinity` for no limit */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Resolves in turn, when a further connection may be opened; at once where the signal is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    if (this.#perSecond === Number.POSITIVE_INFINITY || signal.aborted) return;
    const now = performance.now();
    const earlier = this.#times.length < this.#perSecond ? undefined : this.#times.shift();
    const at = Math.max(now, (earlier ?? now - WINDOW_MS) + WINDOW_MS);
    this.#times.push(at);
    if (at <= now) return;
    const wakeUp = createWakeUp();
    signal.addEventListener("abort", wakeUp.wake);
    await wakeUp.sleep(at - now);
    signal.removeEventListener("abort", wakeUp.wake);
  }
}
