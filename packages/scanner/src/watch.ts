import { done, failed, type Step } from "./failure.ts";
import type { Place, Refuser, ScanFailure, ScanHooks, ScanPhase } from "./types.ts";

/** Watches over one scan: its phase, its deadline, its caller's signal and hooks, and where it may connect. */
export interface Watch {
  /** What the scan is at; an error that comes from outside is a failure of this phase. */
  phase: ScanPhase;
  /** Aborted once the scan has ended, whichever way; all that the scan opens closes with it. */
  readonly signal: AbortSignal;
  /** Settles when the caller aborts or the deadline passes, and only then. */
  readonly over: Promise<ScanFailure>;
  /** To be asked just before every connection. */
  mayConnect(address: string, port: number): boolean;
  /** Milliseconds until the deadline. */
  remainingMs(): number;
  /** Sets the deadline anew, from now; nothing once the scan has ended. */
  restart(): void;
  /** To be awaited before each connection; fails at `tcp` where the caller does not let it be opened. */
  beforeConnect(address: string): Promise<Step<undefined>>;
  /**
   * To be awaited before anything of a login is sent, with the other end of the connection; fails at `denied` where it
   * may not be told there, at `auth` where the caller does not let it.
   */
  beforeLogin(place: Place): Promise<Step<undefined>>;
  /** To be awaited before more of a login is sent; fails at `denied` where it may not be told there any more. */
  mayLogIn(place: Place): Promise<Step<undefined>>;
  /** To be called once the login is accepted. */
  onLogin(): void;
  /** To be called once the login is refused. */
  onRefusal(by: Refuser): void;
  /** To be called where the login was told nobody, though it was let. */
  onUntold(): void;
  /** Ends the scan: closes what is open, lets go of timer and signal. */
  stop(): void;
}

/** Starts to watch a scan, with the deadline counted from now. */
export function startWatch(caller: AbortSignal, deadlineMs: number, hooks: ScanHooks = {}): Watch {
  const ending = new AbortController();
  const over = Promise.withResolvers<ScanFailure>();
  let timer: NodeJS.Timeout | undefined;
  let endsAt = 0;
  let at: ScanPhase = "auth";

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

  const setDeadline = (ms: number) => {
    clearTimeout(timer);
    if (ending.signal.aborted) return;
    timer = setTimeout(onDeadline, ms);
    endsAt = performance.now() + ms;
  };
  /** What the caller takes its time for is not the host's doing. */
  const standStill = async <T>(hook: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const left = endsAt - performance.now();
    clearTimeout(timer);
    const answer = await hook(ending.signal);
    setDeadline(left);
    return answer;
  };

  const mayLogIn = async (place: Place): Promise<Step<undefined>> => {
    const ask = hooks.mayLogIn;
    const permission = ask && (await standStill((signal) => ask(place, signal)));
    return permission?.ok === false ? failed("denied", permission.message) : done(undefined);
  };

  const watch: Watch = {
    get phase() {
      return at;
    },
    set phase(next) {
      const entered = next !== at;
      at = next;
      if (entered && !ending.signal.aborted) hooks.onPhase?.(next);
    },
    signal: ending.signal,
    over: over.promise,
    mayConnect: (address, port) => hooks.mayConnect?.(address, port) ?? true,
    remainingMs: () => endsAt - performance.now(),
    restart: () => setDeadline(deadlineMs),
    async beforeConnect(address) {
      const ask = hooks.beforeConnect;
      const permission = ask && (await standStill((signal) => ask(address, signal)));
      return permission?.ok === false ? failed("tcp", permission.message) : done(undefined);
    },
    async beforeLogin(place) {
      // Before, so that nobody waits for what is not to be; and afterwards, for that may take long.
      const allowed = await mayLogIn(place);
      if (!allowed.ok || hooks.beforeLogin === undefined) return allowed;
      const permission = await standStill(hooks.beforeLogin);
      return permission.ok ? mayLogIn(place) : failed("auth", permission.message);
    },
    mayLogIn,
    onLogin: () => hooks.onLogin?.(),
    onRefusal: (by) => hooks.onRefusal?.(by),
    onUntold: () => hooks.onUntold?.(),
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
