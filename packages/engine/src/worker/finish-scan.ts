import { ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { jsonText } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { recordSections, recordSectionsApart } from "../inventory/record-sections.ts";
import { statusesBefore } from "../jobs/transitions.ts";
import { noteAcceptances } from "../logins/accepted-logins.ts";
import type { Pause } from "../logins/pause-credential.ts";
import { refused } from "../logins/permits.ts";
import { notify } from "../queue/notification.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";
import { recordScans } from "../trust/record-scan.ts";
import type { ClaimedHost } from "./claim-hosts.ts";
import { type AnsweredLogin, rowChange, type ScanEnd } from "./scan-end.ts";

/** A scan that has come to something. */
export interface EndedScan {
  readonly claim: ClaimedHost;
  readonly scanEnd: ScanEnd;
  /** What the host has answered to the login, where it counts. */
  readonly answered?: AnsweredLogin | undefined;
}

/**
 * What is to be done with a row that somebody else has locked, or its host: to wait for it, or to leave it out, so that
 * it does not hold up the others.
 */
type Locked = "wait" | "leave out";

/** Writes the rows whose attempt is still the current one; resolves to these claims. */
async function writeRows(
  trx: Transaction<Database>,
  scans: readonly EndedScan[],
  locked: Locked,
): Promise<readonly EndedScan[]> {
  const rows = scans.map(({ claim, scanEnd }) => {
    const { facts, ...change } = rowChange(scanEnd);
    const before = statusesBefore(change.status);
    return { id: claim.hostScanHostId, attempt: claim.attempt, before, ...change, ...facts };
  });
  const { rows: written } = await sql<{ id: string; attempt: number }>`
    with ended as materialized (
      select * from json_to_recordset(${jsonText(rows)}) as ended (
        id uuid, attempt integer, before smallint[], status smallint, description text, ended boolean, reason smallint,
        name text, os text, version text, "ipAddress" text,
        tries smallint, losses smallint, "requeues" integer, "waitsFor" text
      )
    ), locked as materialized (
      select scan.id from host_scan_host as scan
      join ended on ended.id = scan.id and ended.attempt = scan.attempt join host on host.id = scan.host_id
      where scan.status = ${sql.lit(ActionStatus.Running)} and scan.status = any (ended.before)
      for no key update of scan, host ${sql.raw(locked === "wait" ? "" : "skip locked")}
    )
    update host_scan_host as scan set
      status = ended.status,
      status_description = ended.description,
      failure_reason = coalesce(ended.reason, scan.failure_reason),
      finished_at = case when ended.ended then now() end,
      name = coalesce(ended.name, scan.name),
      os = coalesce(ended.os, scan.os),
      version = coalesce(ended.version, scan.version),
      ip_address = coalesce(ended."ipAddress", scan.ip_address),
      tries = scan.tries + coalesce(ended.tries, 0),
      losses = scan.losses + coalesce(ended.losses, 0),
      give_backs = scan.give_backs + coalesce(ended."requeues", 0),
      waits_for = ended."waitsFor",
      waiting_since = case when ended."waitsFor" is null then scan.waiting_since
        else coalesce(scan.waiting_since, now()) end
    from ended join locked on locked.id = ended.id
    where scan.id = ended.id and scan.attempt = ended.attempt returning scan.id, scan.attempt`.execute(trx);
  const current = new Set(written.map(({ id, attempt }) => `${id} ${attempt}`));
  return scans.filter(({ claim }) => current.has(`${claim.hostScanHostId} ${claim.attempt}`));
}

async function updateQueue(
  trx: Transaction<Database>,
  queue: ScanQueue,
  scans: readonly EndedScan[],
): Promise<void> {
  await queue.remove(
    trx,
    scans.map(({ claim }) => claim.hostScanHostId),
  );
  const again = scans.flatMap(({ claim, scanEnd }) => {
    if (scanEnd.kind !== "retry" && scanEnd.kind !== "give-back") return [];
    const { hostScanHostId, position } = claim;
    return [{ hostScanHostId, position, delaySeconds: scanEnd.delaySeconds ?? 0 }];
  });
  await queue.enqueue(trx, again);
  if (scans.some(({ scanEnd }) => scanEnd.kind === "give-back")) await notify(trx, { kind: "queued" });
}

/** What is known of a host after its scan; nothing where the scan says nothing of it. */
function finding({ claim, scanEnd }: EndedScan) {
  if (scanEnd.kind === "give-back" || scanEnd.kind === "wait") return [];
  return [{ ...scanEnd, place: claim }];
}

/** What was found of the inventories of hosts. */
const inventoryOf = ({ claim, scanEnd }: EndedScan) =>
  scanEnd.kind === "complete" && scanEnd.sections !== undefined
    ? [{ place: claim, sections: scanEnd.sections }]
    : [];

/** What came of writing. */
export interface FinishedScans {
  readonly written: ReadonlySet<EndedScan>;
  /** Credentials that are paused by it. */
  readonly pauses: readonly Pause[];
  /** Why sections of inventories are not kept. */
  readonly faults: readonly unknown[];
}

/**
 * Writes what became of scans: their rows, the hosts, what is trusted of them and the queue entries, in one
 * transaction; and of each only if its attempt is still the current one. Resolves to those that are written: not to
 * those whose job was cancelled or that another worker took over.
 */
export function finishScans(
  db: Kysely<Database>,
  queue: ScanQueue,
  scans: readonly EndedScan[],
  locked: Locked,
): Promise<FinishedScans> {
  return db.transaction().execute(async (trx) => {
    const written = await writeRows(trx, scans, locked);
    const answered = scans.flatMap((scan) => scan.answered ?? []);
    // Of one that was cancelled meanwhile as well: its host has let the login in.
    await noteAcceptances(
      trx,
      answered.flatMap(({ login, answer }) => (answer.accepted ? [{ login, agoMs: answer.agoMs }] : [])),
    );
    const pauses: Pause[] = [];
    for (const { claim, answered: refusal } of written) {
      if (refusal === undefined || refusal.answer.accepted) continue;
      const { login, knownByKey } = refusal;
      const by = { kind: refusal.answer.by, hostId: claim.hostId, party: login.party, knownByKey };
      const pause = await refused(trx, login, by, refusal.answer.denials);
      if (pause !== undefined) pauses.push(pause);
    }
    await recordScans(trx, written.flatMap(finding));
    const inventories = written.flatMap(inventoryOf);
    const faults = locked === "wait" ? await recordSectionsApart(trx, inventories) : [];
    if (locked === "leave out") await recordSections(trx, inventories);
    await updateQueue(trx, queue, written);
    return { written: new Set(written), pauses, faults };
  });
}
