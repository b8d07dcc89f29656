import type { Pool } from "pg";
import { LEASE_MS, leaseFrom, monotonicMs, SharedMoment } from "./lease.ts";

/** A claimed host, as far as its lease is concerned. */
export interface HeldClaim {
  readonly id: string;
  readonly attempt: number;
}

/** Connections that leases are renewed over: should one die, the next renewal goes over the other. */
export const LEASE_CONNECTIONS = 2;

/** What the thread that renews leases is started with. It imports nothing of the contract, which is not compiled there. */
export interface RenewalSetting {
  readonly connectionString: string;
  /** When the event loop that scans has last run. */
  readonly pulse: SharedArrayBuffer;
  readonly queue: string;
  readonly running: number;
  readonly cancelled: number;
}

export type ToRenewal =
  | { readonly kind: "hold"; readonly claim: HeldClaim; readonly until: SharedArrayBuffer }
  | { readonly kind: "drop"; readonly claim: HeldClaim }
  /** At once: what was cancelled meanwhile may not have been heard. */
  | { readonly kind: "renew" };

export type FromRenewal =
  | { readonly kind: "cancelled" | "superseded"; readonly claim: HeldClaim }
  | { readonly kind: "fault"; readonly message: string };

interface Row extends HeldClaim {
  /** Null where the attempt is not the current one. */
  readonly status: number | null;
  /** The queue's entry was in this worker's hands still. */
  readonly touched: boolean;
}

/**
 * One statement, so that whoever cancels or takes over comes wholly before it or after. The queue's entries are touched
 * as pg-boss does it, in the order in which they are removed with results.
 */
const RENEW = `
  with held as (select * from unnest($1::uuid[], $2::integer[]) as held (id, attempt)),
  mine as (
    select held.id, held.attempt, scan.status from host_scan_host as scan join held on held.id = scan.id
    where scan.status = $5 or (scan.status = $4 and scan.attempt = held.attempt)
  ), entry as materialized (
    select id from pgboss.job
    where name = $3 and state = 'active' and id in (select id from mine where status = $4) order by id for update
  ), touched as (
    update pgboss.job as job set heartbeat_on = pgboss.job_now() from entry
    where job.name = $3 and job.id = entry.id and job.state = 'active' returning job.id
  )
  select held.id, held.attempt, mine.status, exists (select from touched where touched.id = held.id) as touched
  from held left join mine on mine.id = held.id and mine.attempt = held.attempt`;

const keyOf = ({ id, attempt }: HeldClaim) => `${id} ${attempt}`;

/** The leases of a process's scans, where they are renewed. */
export class Renewal {
  readonly #setting: Omit<RenewalSetting, "connectionString" | "pulse">;
  readonly #pool: Pick<Pool, "query">;
  readonly #pulse: SharedMoment;
  readonly #held = new Map<string, { readonly claim: HeldClaim; readonly until: SharedMoment }>();

  constructor(setting: Omit<RenewalSetting, "connectionString">, pool: Pick<Pool, "query">) {
    this.#setting = setting;
    this.#pool = pool;
    this.#pulse = new SharedMoment(setting.pulse);
  }

  hold(claim: HeldClaim, until: SharedArrayBuffer): void {
    this.#held.set(keyOf(claim), { claim, until: new SharedMoment(until) });
  }

  drop(claim: HeldClaim): void {
    this.#held.delete(keyOf(claim));
  }

  /**
   * Renews what is held; resolves to what is not this worker's any more. Nothing is renewed once the event loop that
   * scans has stood still for as long as a lease lasts: others are to take over from it.
   */
  async renew(): Promise<FromRenewal[]> {
    const sentAt = monotonicMs();
    if (this.#held.size === 0 || sentAt - this.#pulse.ms > LEASE_MS) return [];
    const claims = Array.from(this.#held.values(), ({ claim }) => claim);
    const { queue, running, cancelled } = this.#setting;
    const { rows } = await this.#pool.query<Row>(RENEW, [
      claims.map(({ id }) => id),
      claims.map(({ attempt }) => attempt),
      queue,
      running,
      cancelled,
    ]);
    return rows.flatMap(({ id, attempt, status, touched }): FromRenewal[] => {
      const claim = { id, attempt };
      const until = this.#held.get(keyOf(claim))?.until;
      if (until === undefined) return [];
      // A renewal that was held up may come in after a later one.
      if (touched) until.ms = Math.max(until.ms, leaseFrom(sentAt));
      if (status === running) return [];
      // Read at once, however busy the event loop is that scans.
      until.ms = 0;
      return [{ kind: status === cancelled ? "cancelled" : "superseded", claim }];
    });
  }
}
