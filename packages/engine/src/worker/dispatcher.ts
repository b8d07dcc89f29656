import { setImmediate as nextTurn } from "node:timers/promises";
import { within } from "@hostscan/scanner";
import type { Notification } from "../queue/notification.ts";
import { createWakeUp } from "../queue/wake-up.ts";
import { type ClaimedHost, claimHosts } from "./claim-hosts.ts";
import { leaseFrom, monotonicMs } from "./leases/lease.ts";
import type { Leases } from "./leases/leases.ts";
import { Releases } from "./releases.ts";
import { requeueThrottled } from "./requeue-throttled.ts";
import { runScan, type ScanSetting } from "./run-scan.ts";
import { RunningScan } from "./running-scan.ts";

export interface DispatcherSetting extends ScanSetting {
  /** Scans at once. */
  readonly concurrency: number;
  /** How long until the queue is looked at although nothing was heard of it. */
  readonly pollMs: number;
  /** Keeps the leases of what is being scanned. */
  readonly leases: Leases;
}

/** Entries fetched at a time while limits keep hosts back, so that what is behind them is soon found. */
const LOOK_AHEAD = 100;

interface Slot {
  readonly scan: RunningScan;
  readonly ended: Promise<void>;
}

/** Takes hosts from the queue, as many as there are free slots, and scans them. */
export class Dispatcher {
  readonly #setting: DispatcherSetting;
  readonly #slots = new Map<string, Slot>();
  readonly #wakeUp = createWakeUp();
  /** Jobs cancelled since the last claim was sent; it may yet answer with their hosts. */
  readonly #cancelledJobs = new Set<string>();
  /** Credentials that were heard of since then: the answer may be out of date. */
  readonly #doubtedCredentials = new Set<string>();
  readonly #giveUp = new AbortController();
  /** When it is to be seen whether limits keep hosts back that there is room for, on the monotonic clock. */
  #releaseAt = 0;
  /** Limits have kept back some of the last catch. */
  #limited = false;
  readonly #releases: Releases;
  #stopping = false;
  #loop = Promise.resolve();

  constructor(setting: DispatcherSetting) {
    this.#setting = setting;
    this.#releases = new Releases(setting, this.#giveUp.signal);
  }

  get running(): readonly RunningScan[] {
    return Array.from(this.#slots.values(), (slot) => slot.scan);
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Looks at the queue now. */
  wake(): void {
    this.#wakeUp.wake();
  }

  hear(notification: Notification): void {
    if (notification.kind === "queued") this.wake();
    if (notification.kind === "credential") this.#hearOfCredential(notification.credentialId);
    if (notification.kind !== "cancelled") return;
    this.#cancelledJobs.add(notification.jobId);
    for (const scan of this.running) {
      if (scan.claim.jobId === notification.jobId) scan.abort("cancelled");
    }
  }

  /** Notifications may have been missed. */
  reconnected(): void {
    this.#doubt(() => true);
    this.wake();
  }

  #hearOfCredential(credentialId: string): void {
    this.#doubtedCredentials.add(credentialId);
    this.#doubt(({ claim }) => claim.credential?.id === credentialId);
    this.#setting.gate.wake(credentialId);
  }

  /** What was true of their credential when they were claimed need not be so any more. */
  #doubt(concerned: (scan: RunningScan) => boolean): void {
    for (const scan of this.running) if (concerned(scan)) scan.mustAsk = true;
  }

  /**
   * Takes no more hosts, lets the running scans end within `graceMs`, and gives the others back to the queue, for
   * which they have `requeueMs`.
   */
  async stop(graceMs: number, requeueMs: number): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#endWithin(graceMs);
    for (const scan of this.running) scan.abort("stopping");
    await this.#endWithin(requeueMs);
    this.#giveUp.abort();
  }

  async #endWithin(ms: number): Promise<void> {
    const slots = () => Promise.all(Array.from(this.#slots.values(), (slot) => slot.ended));
    await within(ms, this.#loop.then(slots));
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      // Results are written many at a time: all slots that they free are filled together.
      await nextTurn();
      const free = this.#setting.concurrency - this.#slots.size;
      const taken = free > 0 ? await this.#take(free) : 0;
      // A full catch means that there may be more.
      if (free === 0 || taken < free) await this.#wakeUp.sleep(this.#setting.pollMs);
    }
  }

  /** Takes up to so many hosts; resolves to how many entries the queue had. */
  async #take(free: number): Promise<number> {
    const { db, queue, log, limits, pollMs, observer } = this.#setting;
    try {
      this.#cancelledJobs.clear();
      this.#doubtedCredentials.clear();
      const sentAt = monotonicMs();
      if (sentAt >= this.#releaseAt) {
        // Others may have kept hosts back: that is looked for now and then.
        const stillThrottled = await requeueThrottled(db, queue, limits, free);
        this.#releaseAt = stillThrottled ? 0 : sentAt + pollMs;
      }
      const entries = await queue.fetch(this.#limited ? Math.max(free, LOOK_AHEAD) : free);
      this.#limited = false;
      if (entries.length === 0) return 0;
      const { claimed, busy, lost, throttled, waiting } = await claimHosts(db, queue, entries, {
        limits,
        most: free,
      });
      if (throttled.length > 0) {
        this.#limited = true;
        this.#releaseAt = 0;
      }
      for (const hostScanHostId of lost) {
        log.error({ hostScanHostId }, "host given up: too many workers were lost");
        observer?.recover("given-up");
      }
      for (const claim of claimed) this.#hold(claim, leaseFrom(sentAt));
      const counts = { busy: busy.length, held: throttled.length, waiting: waiting.length };
      log.debug({ claimed: claimed.length, ...counts }, "hosts claimed");
      return entries.length;
    } catch (error) {
      log.warn({ err: error }, "queue out of reach");
      return 0;
    }
  }

  #hold(claim: ClaimedHost, leaseUntil: number): void {
    const { hostScanHostId, jobId, attempt, losses } = claim;
    if (losses > 0) {
      this.#setting.log.warn({ hostScanHostId, jobId, attempt, losses }, "host taken over");
      this.#setting.observer?.recover("taken-over");
    }
    const earlier = this.#slots.get(hostScanHostId);
    earlier?.scan.abort("superseded");
    const scan = new RunningScan(claim, leaseUntil);
    if (this.#cancelledJobs.has(jobId)) scan.abort("cancelled");
    if (claim.credential && this.#doubtedCredentials.has(claim.credential.id)) scan.mustAsk = true;
    if (this.#stopping) scan.abort("stopping");
    this.#setting.leases.hold(scan);
    this.#slots.set(hostScanHostId, { scan, ended: this.#scan(scan, earlier?.ended) });
  }

  /** Never two scans of a host at once: the earlier one closes its sockets first. */
  async #scan(scan: RunningScan, earlier: Promise<void> | undefined): Promise<void> {
    await earlier;
    const written = await runScan(this.#setting, scan, this.#giveUp.signal);
    if (!written) await this.#releases.add(scan.claim);
    this.#setting.leases.drop(scan);
    const id = scan.claim.hostScanHostId;
    if (this.#slots.get(id)?.scan === scan) this.#slots.delete(id);
    this.wake();
  }
}
