import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { networkOf } from "../hosts/network.ts";
import { Capacity } from "../limits/capacity.ts";
import { DEFAULT_LIMITS, isLimited, type ScanLimits } from "../limits/scan-limits.ts";
import { type Obstacle, obstacleText, obstacleTo, waitsFor } from "../logins/standing.ts";
import type { QueueEntry, ScanQueue } from "../queue/scan-queue.ts";
import { type Candidate, lockClaims, readCandidates, readUsages } from "./claim-candidates.ts";
import { LOST_TEXT, MOST_LOSSES } from "./requeue.ts";

/** A host of a job that this worker, and no other, is to scan. */
export interface ClaimedHost extends Omit<Candidate, "running" | "busy" | "observedIpAddress"> {
  /** What it counts for: see `networkOf`. */
  readonly network: string;
  /** The fence: a result counts only as long as the row bears this number. */
  readonly attempt: number;
  /** Scans so far that ended in a fault worth another try. */
  readonly tries: number;
  /** Workers that were lost while they held the row. */
  readonly losses: number;
}

/** What became of the entries fetched from the queue. */
export interface Claims {
  readonly claimed: readonly ClaimedHost[];
  /** Hosts that another job is scanning now; their entries wait for a moment. */
  readonly busy: readonly QueueEntry[];
  /** Given up because too many workers were lost on them. */
  readonly lost: readonly string[];
  /** Taken from the queue because of a limit; `requeueThrottled` puts them back. */
  readonly throttled: readonly string[];
  /** Taken from the queue until their credential may be presented again; `releaseWaiting` puts them back. */
  readonly waiting: readonly string[];
}

export interface ClaimOptions {
  readonly limits: ScanLimits;
  /** Hosts to claim at most; the entries of others go back to the queue. */
  readonly most: number;
}

/** Until a host that another job is scanning is looked at again. */
const BUSY_DELAY_SECONDS = 1;

type Verdict = "claimed" | "busy" | "lost" | "throttled" | "waiting" | "spare";

/** What stands in the way of the host's login. That the host itself has refused is told by the scan. */
function waitFor({ credential }: Candidate, { denials }: ScanLimits): WaitCause | undefined {
  if (credential === null) return undefined;
  const obstacle = obstacleTo(credential.standing, denials);
  return obstacle === "host" ? undefined : obstacle;
}

type WaitCause = Exclude<Obstacle, "host">;

/** Of the rows of one host only one is claimed, and none while the host is being scanned for another. */
function judge(
  candidates: readonly Candidate[],
  {
    capacity,
    most,
    limits,
  }: { readonly capacity: Capacity; readonly most: number; readonly limits: ScanLimits },
): Map<Candidate, Verdict> {
  const verdicts = new Map<Candidate, Verdict>();
  const hosts = new Set<string>();
  const judgeOne = (candidate: Candidate): Verdict => {
    const { running, losses, busy, hostId, credential } = candidate;
    if (running && losses >= MOST_LOSSES) return "lost";
    if (!running && waitFor(candidate, limits) !== undefined) return "waiting";
    if (busy || hosts.has(hostId)) return "busy";
    // What a lost worker held is taken over whatever the limits are now.
    if (!running) {
      if (hosts.size >= most) return "spare";
      if (credential && !capacity.take({ credentialId: credential.id, network: placeOf(candidate) }))
        return "throttled";
    }
    hosts.add(hostId);
    return "claimed";
  };
  for (const candidate of candidates) verdicts.set(candidate, judgeOne(candidate));
  return verdicts;
}

function placeOf({ ip_address, observedIpAddress }: Candidate): string {
  return networkOf(ip_address ?? observedIpAddress);
}

/** SQL that joins `change` to the rows that are still as they were read, and locks them in the order of their ids. */
const unchanged = sql`
  join host_scan_host as scan on scan.id = change.id and scan.attempt = change.attempt
    and scan.status = case when change.running then ${sql.lit(ActionStatus.Running)} else ${sql.lit(ActionStatus.Queued)} end`;

const stateOf = ({ hostScanHostId, attempt, running, credential }: Candidate) => ({
  id: hostScanHostId,
  attempt,
  running,
  credential: credential?.id ?? null,
});

/** Raises the attempt of rows that are claimed or given up; resolves to the ids of those that could be. */
async function writeTaken(
  trx: Transaction<Database>,
  taken: readonly Candidate[],
  lost: ReadonlySet<Candidate>,
): Promise<readonly string[]> {
  if (taken.length === 0) return [];
  const changes = taken.map((candidate) => ({
    ...stateOf(candidate),
    lost: lost.has(candidate),
    network: placeOf(candidate),
  }));
  const { rows } = await sql<{ id: string }>`
    with change as materialized (
      select * from json_to_recordset(${JSON.stringify(changes)})
        as change (id uuid, attempt integer, running boolean, credential uuid, lost boolean, network text)
    ), locked as materialized (
      select scan.id from change ${unchanged}
      where not exists (
        select from host_scan_host as other where other.host_id = scan.host_id
          and other.status = ${sql.lit(ActionStatus.Running)} and other.id <> scan.id
      ) order by scan.id for no key update of scan
    )
    update host_scan_host as scan set
      status = case when change.lost then ${ActionStatus.Failed}::smallint else ${ActionStatus.Running} end,
      failure_reason = case when change.lost then ${ActionFailureReason.ActionServiceUnavailable}::smallint else 0 end,
      status_description = case when change.lost then ${LOST_TEXT}::text end,
      finished_at = case when change.lost then now() end,
      losses = scan.losses + change.running::integer,
      attempt = scan.attempt + 1,
      started_at = coalesce(scan.started_at, now()),
      credential_id = change.credential,
      network = change.network,
      held_at = null,
      waits_for = null
    from change join locked on locked.id = change.id where scan.id = change.id returning scan.id`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}

/** Notes what keeps them waiting, so that they are found when there is room again; resolves to their ids. */
async function writeThrottled(
  trx: Transaction<Database>,
  throttled: readonly Candidate[],
): Promise<readonly string[]> {
  if (throttled.length === 0) return [];
  const changes = throttled.map((candidate) => ({ ...stateOf(candidate), network: placeOf(candidate) }));
  const { rows } = await sql<{ id: string }>`
    with change as materialized (
      select * from json_to_recordset(${JSON.stringify(changes)})
        as change (id uuid, attempt integer, running boolean, credential uuid, network text)
    ), locked as materialized (select scan.id from change ${unchanged} order by scan.id for no key update of scan)
    update host_scan_host as scan
    set held_at = now(), credential_id = change.credential, network = change.network
    from change join locked on locked.id = change.id where scan.id = change.id returning scan.id`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}

/** Notes what they wait for, and tells it; resolves to their ids. */
async function writeWaiting(
  trx: Transaction<Database>,
  waiting: readonly Candidate[],
  limits: ScanLimits,
): Promise<readonly string[]> {
  if (waiting.length === 0) return [];
  const changes = waiting.flatMap((candidate) => {
    const { credential, party } = candidate;
    const cause = waitFor(candidate, limits);
    if (credential === null || cause === undefined) return [];
    const text = `Queued: ${obstacleText(cause, credential.name, credential.standing)}`;
    return [{ ...stateOf(candidate), waits: waitsFor(cause, party), text }];
  });
  const { rows } = await sql<{ id: string }>`
    with change as materialized (
      select * from json_to_recordset(${JSON.stringify(changes)})
        as change (id uuid, attempt integer, running boolean, credential uuid, waits text, text text)
    ), locked as materialized (select scan.id from change ${unchanged} order by scan.id for no key update of scan)
    update host_scan_host as scan set waits_for = change.waits, status_description = change.text, held_at = null,
      waiting_since = coalesce(scan.waiting_since, now()), credential_id = change.credential
    from change join locked on locked.id = change.id where scan.id = change.id returning scan.id`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}

function claimOf(candidate: Candidate): ClaimedHost {
  const { running, busy, observedIpAddress, ...claim } = candidate;
  return {
    ...claim,
    network: placeOf(candidate),
    attempt: claim.attempt + 1,
    losses: claim.losses + (running ? 1 : 0),
  };
}

const idOf = ({ hostScanHostId }: Candidate) => hostScanHostId;

/** What became of some of the entries; `missed` are those whose rows have changed since they were read. */
interface Round extends Claims {
  readonly missed: readonly string[];
}

function claimOnce(
  db: Kysely<Database>,
  queue: ScanQueue,
  ids: readonly string[],
  candidates: readonly Candidate[],
  { limits, most }: ClaimOptions,
): Promise<Round> {
  return db.transaction().execute(async (trx) => {
    if (isLimited(limits)) await lockClaims(trx);
    const usages = isLimited(limits) ? await readUsages(trx, ids) : [];
    const verdicts = judge(candidates, { capacity: new Capacity(limits, usages), most, limits });
    const of = (verdict: Verdict) => candidates.filter((candidate) => verdicts.get(candidate) === verdict);
    const [claimed, lost, throttled, waiting] = [of("claimed"), of("lost"), of("throttled"), of("waiting")];
    const busy = of("busy").map((row) => ({ ...row, delaySeconds: BUSY_DELAY_SECONDS }));
    const written = new Set([
      ...(await writeTaken(trx, [...claimed, ...lost], new Set(lost))),
      ...(await writeThrottled(trx, throttled)),
      ...(await writeWaiting(trx, waiting, limits)),
    ]);
    const isWritten = ({ hostScanHostId }: Candidate) => written.has(hostScanHostId);
    const missed = [...claimed, ...lost, ...throttled, ...waiting].filter((one) => !isWritten(one)).map(idOf);
    // What is not claimed leaves the queue: it has ended, or waits anew.
    const kept = new Set([...claimed.map(idOf), ...missed]);
    await queue.remove(
      trx,
      ids.filter((id) => !kept.has(id)),
    );
    await queue.enqueue(trx, [...busy, ...of("spare")]);
    return {
      claimed: claimed.filter(isWritten).map(claimOf),
      busy,
      lost: lost.filter(isWritten).map(idOf),
      throttled: throttled.filter(isWritten).map(idOf),
      waiting: waiting.filter(isWritten).map(idOf),
      missed,
    };
  });
}

/** SQLSTATEs of a rival who was first: another claim of a host, or of the same rows in another order. */
const RIVALRY = new Set(["23505", "40P01"]);

const isRivalry = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && RIVALRY.has(error.code);

/**
 * Claims what was fetched from the queue. Workers wait for one another only as long as it takes to count what room
 * limits leave. A host that another job is scanning stays queued: its entry comes back a moment later, so that no
 * wake-up can be lost. Rows that have changed since they were read, by a cancellation or a rival, are looked at anew.
 */
export async function claimHosts(
  db: Kysely<Database>,
  queue: ScanQueue,
  ids: readonly string[],
  { limits, most }: ClaimOptions = { limits: DEFAULT_LIMITS, most: ids.length },
): Promise<Claims> {
  const rounds: Claims[] = [];
  const all = <K extends keyof Claims>(kind: K) => rounds.flatMap<Claims[K][number]>((round) => round[kind]);
  for (let left = ids; left.length > 0; ) {
    const options = { limits, most: most - all("claimed").length };
    const candidates = await readCandidates(db, left);
    try {
      const round = await claimOnce(db, queue, left, candidates, options);
      rounds.push(round);
      left = round.missed;
    } catch (error) {
      if (!isRivalry(error)) throw error;
    }
  }
  return {
    claimed: all("claimed"),
    busy: all("busy"),
    lost: all("lost"),
    throttled: all("throttled"),
    waiting: all("waiting"),
  };
}
