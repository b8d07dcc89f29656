import { setTimeout as sleep } from "node:timers/promises";
import { SECTION_NAMES, within } from "@hostscan/scanner";
import { noteEndedJobs } from "../jobs/ended-jobs.ts";
import { DEFAULT_LIMITS } from "../limits/scan-limits.ts";
import { createScanNetworks } from "../networks/scan-networks.ts";
import { readNotification } from "../queue/notification.ts";
import { removeExpiredKeys } from "../repeatable/idempotency.ts";
import { type Retention, removeExpired } from "../retention/retention.ts";
import { ConnectPace } from "./connect-pace.ts";
import { Dispatcher, type DispatcherSetting } from "./dispatcher.ts";
import { NetworkEntries } from "./enter-network.ts";
import { togetherById } from "./gather.ts";
import { Leases } from "./leases/leases.ts";
import { LoginGate } from "./login-gate.ts";
import { releaseWaiting } from "./release-waiting.ts";
import { Results } from "./results.ts";

/**
 * Runs a task, waits `intervalMs`, and again, until the signal is aborted; resolves when the last run has ended. A run
 * that fails is reported and does not end the series.
 */
export async function repeat(
  task: () => Promise<void>,
  intervalMs: number,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await task().catch(onError);
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

const HOUSEKEEPING_MS = 10 * 60_000;
/** Between two looks for jobs that have ended. */
const NOTE_MS = 60_000;
const GIVE_BACK_MS = 5_000;
const STOP_MS = 5_000;

/** Options where none are given. */
export const DEFAULTS = {
  networks: createScanNetworks(),
  sections: SECTION_NAMES,
  concurrency: 50,
  deadlineMs: 60_000,
  retryDelaysSeconds: [2, 8],
  pollMs: 1_000,
  writeRetryMs: 1_000,
  limits: DEFAULT_LIMITS,
} as const;

const KEPT: Retention = { jobDays: 90, auditDays: 365, hostDays: 365 };

const DEFAULT_PAUSED_WAIT_MS = 3_600_000;

const DEFAULT_CONNECTS_PER_SECOND = 200;

/** What a worker needs; numbers and networks have defaults. */
export type WorkerOptions = Omit<
  DispatcherSetting,
  keyof typeof DEFAULTS | "gate" | "pace" | "leases" | "results" | "networkEntries"
> &
  Partial<Pick<DispatcherSetting, keyof typeof DEFAULTS>> & {
    /** Of the database, for connections that leases are renewed by. */
    readonly connectionString: string;
    /** Connections that this worker opens in any one second, at most. */
    readonly connectsPerSecond?: number;
    /** How long a host waits for a credential that is paused; an hour where absent. */
    readonly pausedWaitMs?: number;
    /** How long ended jobs and the audit log are kept; 90 and 365 days where absent. */
    readonly retention?: Retention;
  };

/** Scans what is queued, until stopped. */
export interface Worker {
  /** Rejects if the database is out of reach; from then on the worker gets over its absence. */
  start(): Promise<void>;
  /** Takes no more hosts, lets running scans end within `graceMs`, and gives the others back to the queue. */
  stop(options: { readonly graceMs: number }): Promise<void>;
  /** Scans under way, and how many more there may be at once. */
  load(): { readonly running: number; readonly free: number };
}

/** The queue must have been started, with `supervise`, and is stopped after the worker. */
export function createWorker(options: WorkerOptions): Worker {
  const {
    connectionString,
    connectsPerSecond = DEFAULT_CONNECTS_PER_SECOND,
    retention = KEPT,
    pausedWaitMs = DEFAULT_PAUSED_WAIT_MS,
    ...given
  } = options;
  const { db, queue, log } = given;
  const leases = new Leases(connectionString, log);
  const limits = given.limits ?? DEFAULT_LIMITS;
  const gate = new LoginGate(db, { log, observer: given.observer }, limits.denials);
  const setting: DispatcherSetting = {
    ...DEFAULTS,
    ...given,
    openCredential: togetherById(given.openCredential),
    scopeOf: togetherById(given.scopeOf),
    gate,
    leases,
    pace: new ConnectPace(connectsPerSecond),
    networkEntries: new NetworkEntries(db, limits.perNetwork),
    results: new Results({ db, queue, log, observer: given.observer }),
  };
  const dispatcher = new Dispatcher(setting);
  const stopped = new AbortController();
  let loops: Promise<unknown> = Promise.resolve();
  let listening = false;

  const onPayload = (payload: string) => {
    const notification = readNotification(payload);
    if (notification !== undefined) dispatcher.hear(notification);
  };
  const report = (error: unknown) => log.warn({ err: error }, "database out of reach");
  /** What was queued or cancelled meanwhile was not heard. */
  const onConnect = () => {
    if (listening) setting.observer?.recover("reconnect");
    dispatcher.reconnected();
    leases.renewNow();
  };
  const { denials } = limits;
  const seeToWaiting = () => releaseWaiting(db, queue, { denials, pausedWaitMs, log });
  const tidy = async () => {
    const keys = await removeExpiredKeys(db);
    log.debug({ keys }, "expired idempotency keys removed");
    const removed = await removeExpired(db, retention, stopped.signal);
    if (Object.values(removed).some((count) => count > 0)) log.info(removed, "what has expired is removed");
  };

  return {
    async start() {
      await queue.listen({ onPayload, onConnect });
      listening = true;
      leases.start();
      dispatcher.start();
      loops = Promise.all([
        repeat(tidy, HOUSEKEEPING_MS, stopped.signal, report),
        repeat(seeToWaiting, setting.pollMs, stopped.signal, report),
        repeat(() => noteEndedJobs(db, stopped.signal), NOTE_MS, stopped.signal, report),
      ]);
    },
    async stop({ graceMs }) {
      await dispatcher.stop(graceMs, GIVE_BACK_MS);
      stopped.abort();
      await leases.stop();
      await within(STOP_MS, loops);
    },
    load() {
      const running = dispatcher.running.length;
      return { running, free: Math.max(0, setting.concurrency - running) };
    },
  };
}
