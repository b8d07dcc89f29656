import { ActionStatus } from "@hostscan/contract";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import { notify } from "../queue/notification.ts";
import { pauseCredential } from "./pause-credential.ts";
import type { LoginAttempt } from "./standing.ts";

/**
 * How long a login that nobody heard the answer of keeps its permit: longer than directories and PAM remember a failed
 * one by default (Windows up to 30 minutes, `pam_faillock` 15), so that what follows does not add to it.
 */
const UNANSWERED = sql.lit("30 minutes");

/** Hosts whose refusals pause a credential that was let in before, at least. */
const WITNESSES = 2;

/**
 * What is said to a scan that asks for a permit.
 *
 * - `go`: it holds one now, or needs none.
 * - `turn`: as many logins as may still be refused are under way; it is to ask again.
 * - `look`: something stands in the way, see `readStandings`.
 */
export type PermitAnswer = "go" | "turn" | "look";

/** Whether the login is one that may be counted. */
async function lockAttempt(
  trx: Transaction<Database>,
  { hostScanHostId, attempt }: LoginAttempt,
): Promise<boolean> {
  const { rows } = await sql`
    select from host_scan_host
    where id = ${hostScanHostId} and attempt = ${attempt} and status = ${ActionStatus.Running}
    for update`.execute(trx);
  return rows.length > 0;
}

interface Permits {
  /** Of scans that are under way. */
  readonly out: number;
  /** Of those that came to an end without an answer, a short while ago. */
  readonly unanswered: number;
  /** When the first of the latter is free again. */
  readonly freeAt: Date | null;
}

async function readPermits(
  trx: Transaction<Database>,
  { credentialId, secretVersion }: LoginAttempt,
): Promise<Permits> {
  const { rows } = await sql<Permits>`
    select count(scan.id)::integer as out, count(*) filter (where scan.id is null)::integer as unanswered,
      min(permit.granted_at) filter (where scan.id is null) + interval ${UNANSWERED} as "freeAt"
    from login_permit as permit
    left join host_scan_host as scan on scan.id = permit.host_scan_host_id and scan.attempt = permit.attempt
      and scan.status = ${ActionStatus.Running}
    where permit.credential_id = ${credentialId} and permit.secret_version = ${secretVersion}
      and permit.granted_at > now() - interval ${UNANSWERED}`.execute(trx);
  return rows[0] ?? { out: 0, unanswered: 0, freeAt: null };
}

/**
 * Asks for a permit to log in with a credential that was never let in. Logins under way, those refused and those that
 * nobody heard the answer of lately are together never more than `denials`, whoever's hosts they are. A permit belongs
 * to the scan's attempt. Whoever counts logins locks the scan first, then the credential, then what is counted.
 */
export function askForPermit(
  db: Kysely<Database>,
  login: LoginAttempt,
  denials: number,
): Promise<PermitAnswer> {
  return db.transaction().execute(async (trx): Promise<PermitAnswer> => {
    if (!(await lockAttempt(trx, login))) return "look";
    const credential = await trx
      .selectFrom("credential")
      .select(["secret_version", "proven", "denials", "paused_at"])
      .where("id", "=", login.credentialId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (credential?.secret_version !== login.secretVersion || credential.paused_at !== null) return "look";
    if (credential.proven) return "go";
    if (credential.denials >= denials) {
      await pauseCredential(trx, login);
      return "look";
    }
    const { out, unanswered, freeAt } = await readPermits(trx, login);
    const left = denials - credential.denials - unanswered;
    if (left <= 0) {
      await trx
        .updateTable("credential")
        .set({ logins_from: freeAt })
        .where("id", "=", login.credentialId)
        .execute();
      return "look";
    }
    // The last one waits for the others: a worker that is lost with all its logins must not use them up.
    if (out >= Math.max(1, left - 1)) return "turn";
    await sql`
      insert into login_permit (host_scan_host_id, attempt, credential_id, secret_version)
      values (${login.hostScanHostId}, ${login.attempt}, ${login.credentialId}, ${login.secretVersion})
      on conflict do nothing`.execute(trx);
    return "go";
  });
}

/**
 * Statements for a `with` that note that a host has let a login in. They lock nothing where nothing changes by it:
 * where the credential is proven already, and nothing counts against this host, its caller or hosts like it. What other
 * hosts are held back for stays. `agoMs`: how long ago it was let in; what was refused since then goes on counting.
 */
export function acceptance(login: LoginAttempt, agoMs: number) {
  const forgiven = sql`refusal.credential_id = ${login.credentialId}
    and refusal.refused_at < clock_timestamp() - ${agoMs} * interval '1 millisecond'
    and (refusal.host_id = ${login.hostId} or refusal.counted > 0 and (
      (refusal.pinned and ${login.pinned}::boolean) or (not refusal.pinned and refusal.caller = ${login.caller})
    ))`;
  return sql`
    accepting as materialized (
      select id, proven from credential
      where id = ${login.credentialId} and secret_version = ${login.secretVersion} and paused_at is null
        and (not proven or exists (select from login_refusal as refusal where ${forgiven}))
      for no key update
    ), proved as (
      update credential set proven = true, denials = 0, logins_from = null
      from accepting where credential.id = accepting.id and not credential.proven returning credential.id
    ), answered as (
      delete from login_permit as permit using accepting where permit.credential_id = accepting.id
    ), released as (
      delete from login_refusal as refusal using accepting
      where refusal.credential_id = accepting.id and refusal.host_id = ${login.hostId} and ${forgiven}
    ), forgiven as (
      update login_refusal as refusal set counted = 0 from accepting
      where refusal.credential_id = accepting.id and refusal.host_id <> ${login.hostId} and ${forgiven}
    )`;
}

/** Notes at once that a host has let a login in, so that others go on. */
export async function accepted(db: Kysely<Database>, login: LoginAttempt): Promise<void> {
  const { rows } = await sql`with ${acceptance(login, 0)} select from accepting`.execute(db);
  if (rows.length > 0) await notify(db, { kind: "credential", credentialId: login.credentialId });
}

/** Who has refused a login. A host that is known by a key of before is a witness; any other one only its caller's. */
export type RefusedBy = {
  readonly kind: "host";
  readonly hostId: string;
  readonly caller: string;
  readonly pinned: boolean;
};

/**
 * Counts a login that was refused, which only an answer does. At the `most`th in a row a credential that was never let
 * in is paused. One that was is paused only if hosts that are known by their keys have refused it so often, and more
 * than one of them; until then the host is held back alone, or the caller whose hosts are not known.
 */
export async function refused(
  trx: Transaction<Database>,
  login: LoginAttempt,
  by: RefusedBy,
  most: number,
): Promise<void> {
  const { credentialId, secretVersion, hostScanHostId, attempt } = login;
  const { rows } = await sql<{ denials: number; proven: boolean }>`
    update credential set denials = denials + (not proven)::integer
    where id = ${credentialId} and secret_version = ${secretVersion}
    returning denials, proven`.execute(trx);
  const [credential] = rows;
  if (credential === undefined) return;
  await sql`
    delete from login_permit where host_scan_host_id = ${hostScanHostId} and attempt = ${attempt}`.execute(
    trx,
  );
  await sql`
    insert into login_refusal as refusal (credential_id, host_id, caller, pinned, in_a_row, counted, refused_at)
    values (${credentialId}, ${by.hostId}, ${by.caller}, ${by.pinned}, 1, 1, clock_timestamp())
    on conflict (credential_id, host_id) do update set caller = excluded.caller, pinned = excluded.pinned,
      in_a_row = refusal.in_a_row + 1, counted = refusal.counted + 1, refused_at = excluded.refused_at`.execute(
    trx,
  );
  const enough = credential.proven
    ? await enoughWitnesses(trx, credentialId, most)
    : credential.denials >= most;
  if (enough) await pauseCredential(trx, login);
  await notify(trx, { kind: "credential", credentialId });
}

async function enoughWitnesses(
  trx: Transaction<Database>,
  credentialId: string,
  most: number,
): Promise<boolean> {
  const { rows } = await sql<{ hosts: number; refusals: number }>`
    select count(*)::integer as hosts, coalesce(sum(counted), 0)::integer as refusals from login_refusal
    where credential_id = ${credentialId} and pinned and counted > 0`.execute(trx);
  const { hosts, refusals } = rows[0] ?? { hosts: 0, refusals: 0 };
  return hosts >= WITNESSES && refusals >= most;
}

/** Forgets what is known of a credential's logins: its secret is another, or somebody says that it is right. */
export async function forgetLogins(trx: Transaction<Database>, credentialId: string): Promise<void> {
  await trx.deleteFrom("login_permit").where("credential_id", "=", credentialId).execute();
  await trx.deleteFrom("login_refusal").where("credential_id", "=", credentialId).execute();
}
