import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import { networkOf } from "../hosts/network.ts";
import { Room } from "../limits/room.ts";
import { DEFAULT_LIMITS, type ScanLimits } from "../limits/scan-limits.ts";
import { type Obstacle, obstacleText, obstacleTo, waitsFor } from "../logins/standing.ts";
import type { QueueEntry, ScanQueue } from "../queue/scan-queue.ts";
import { type Candidate, lockClaims, readCandidates } from "./claim-candidates.ts";
import { LOST_TEXT, MOST_LOSSES } from "./give-back.ts";

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
  /** Taken from the queue because of a limit; `releaseHeld` puts them back. */
  readonly held: readonly string[];
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

type Verdict = "claimed" | "busy" | "lost" | "held" | "waiting" | "spare";

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
  { room, most, limits }: { readonly room: Room; readonly most: number; readonly limits: ScanLimits },
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
      if (credential && !room.take({ credentialId: credential.id, network: placeOf(candidate) }))
        return "held";
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

/** Raises the attempt of rows that are claimed or given up. */
async function writeTaken(
  trx: Transaction<Database>,
  taken: readonly Candidate[],
  lost: ReadonlySet<Candidate>,
) {
  if (taken.length === 0) return;
  const changes = taken.map((candidate) => ({
    id: candidate.hostScanHostId,
    lost: lost.has(candidate),
    credential: candidate.credential?.id ?? null,
    network: placeOf(candidate),
  }));
  await sql`
    update host_scan_host as scan set
      status = case when change.lost then ${ActionStatus.Failed}::smallint else ${ActionStatus.Running} end,
      failure_reason = case when change.lost then ${ActionFailureReason.ActionServiceUnavailable}::smallint else 0 end,
      status_description = case when change.lost then ${LOST_TEXT}::text end,
      finished_at = case when change.lost then now() end,
      losses = scan.losses + (scan.status = ${ActionStatus.Running})::integer,
      attempt = scan.attempt + 1,
      started_at = coalesce(scan.started_at, now()),
      credential_id = change.credential,
      network = change.network,
      held_at = null,
      waits_for = null
    from json_to_recordset(${JSON.stringify(changes)})
      as change (id uuid, lost boolean, credential uuid, network text)
    where scan.id = change.id`.execute(trx);
}

/** Notes what keeps them waiting, so that they are found when there is room again. */
async function writeHeld(trx: Transaction<Database>, held: readonly Candidate[]): Promise<void> {
  if (held.length === 0) return;
  const changes = held.map((candidate) => ({
    id: candidate.hostScanHostId,
    credential: candidate.credential?.id ?? null,
    network: placeOf(candidate),
  }));
  await sql`
    update host_scan_host as scan
    set held_at = now(), credential_id = change.credential, network = change.network
    from json_to_recordset(${JSON.stringify(changes)}) as change (id uuid, credential uuid, network text)
    where scan.id = change.id`.execute(trx);
}

/** Notes what they wait for, and tells it. */
async function writeWaiting(
  trx: Transaction<Database>,
  waiting: readonly Candidate[],
  limits: ScanLimits,
): Promise<void> {
  if (waiting.length === 0) return;
  const changes = waiting.flatMap((candidate) => {
    const { credential, hostScanHostId: id, party } = candidate;
    const cause = waitFor(candidate, limits);
    if (credential === null || cause === undefined) return [];
    const text = `Queued: ${obstacleText(cause, credential.name, credential.standing)}`;
    return [{ id, credential: credential.id, waits: waitsFor(cause, party), text }];
  });
  await sql`
    update host_scan_host as scan set waits_for = change.waits, status_description = change.text, held_at = null,
      waiting_since = coalesce(scan.waiting_since, now()), credential_id = change.credential
    from json_to_recordset(${JSON.stringify(changes)}) as change (id uuid, credential uuid, waits text, text text)
    where scan.id = change.id`.execute(trx);
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

/**
 * Claims what was fetched from the queue, in one transaction that no other claim overlaps. A host that another job is
 * scanning stays queued: its entry comes back a moment later, so that no wake-up can be lost.
 */
export function claimHosts(
  db: Kysely<Database>,
  queue: ScanQueue,
  ids: readonly string[],
  { limits, most }: ClaimOptions = { limits: DEFAULT_LIMITS, most: ids.length },
): Promise<Claims> {
  return db.transaction().execute(async (trx) => {
    await lockClaims(trx);
    const { candidates, loads } = await readCandidates(trx, ids);
    const verdicts = judge(candidates, { room: new Room(limits, loads), most, limits });
    const of = (verdict: Verdict) => candidates.filter((candidate) => verdicts.get(candidate) === verdict);
    const claimed = of("claimed");
    const lost = of("lost");
    const held = of("held");
    const waiting = of("waiting");
    const busy = of("busy").map((row) => ({ ...row, delaySeconds: BUSY_DELAY_SECONDS }));
    const taken = [...claimed, ...lost];
    await writeTaken(trx, taken, new Set(lost));
    await writeHeld(trx, held);
    await writeWaiting(trx, waiting, limits);
    // What is not claimed leaves the queue: it has ended, or waits anew.
    const kept = new Set(claimed.map(idOf));
    await queue.remove(
      trx,
      ids.filter((id) => !kept.has(id)),
    );
    await queue.enqueue(trx, [...busy, ...of("spare")]);
    return {
      claimed: claimed.map(claimOf),
      busy,
      lost: lost.map(idOf),
      held: held.map(idOf),
      waiting: waiting.map(idOf),
    };
  });
}
