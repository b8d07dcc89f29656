import { ActionStatus } from "@hostscan/contract";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import { notify } from "../queue/notification.ts";
import { pauseCredential } from "./pause-credential.ts";

/** A scan that is about to log in, or has. */
export interface LoginAttempt {
  readonly hostScanHostId: string;
  readonly attempt: number;
  readonly credentialId: string;
  readonly secretVersion: number;
}

/**
 * What is said to a scan that asks for leave to log in.
 *
 * - `go`: the credential is proven, or the scan now holds one of its few logins.
 * - `wait`: as many logins as may still be refused are under way.
 * - `paused`: too many were refused.
 * - `stale`: the scan's attempt is not the current one, or the secret is another by now.
 */
export type LoginAnswer = "go" | "wait" | "paused" | "stale";

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

/**
 * Asks for leave to log in with a credential that is not proven. The logins under way and those refused are together
 * never more than `denials`. A permit belongs to the scan's attempt, and goes with it.
 *
 * Everybody locks the scan before the credential.
 */
export function askForLogin(
  db: Kysely<Database>,
  login: LoginAttempt,
  denials: number,
): Promise<LoginAnswer> {
  return db.transaction().execute(async (trx): Promise<LoginAnswer> => {
    if (!(await lockAttempt(trx, login))) return "stale";
    const credential = await trx
      .selectFrom("credential")
      .select(["secret_version", "proven", "denials", "paused_at"])
      .where("id", "=", login.credentialId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (credential?.secret_version !== login.secretVersion) return "stale";
    if (credential.paused_at !== null) return "paused";
    if (credential.proven) return "go";
    if (credential.denials >= denials) {
      await pauseCredential(trx, login);
      return "paused";
    }
    // The last one waits for the others: a worker that is lost with all its logins must not use them up.
    const permits = Math.max(1, denials - credential.denials - 1);
    const { rows } = await sql<{ granted: boolean }>`
      update host_scan_host set login_attempt = attempt
      where id = ${login.hostScanHostId} and ${permits} > (
        select count(*) from host_scan_host as other
        where other.status = ${sql.lit(ActionStatus.Running)} and other.credential_id = ${login.credentialId}
          and other.login_attempt = other.attempt and other.id <> ${login.hostScanHostId}
      ) returning true as granted`.execute(trx);
    return rows.length > 0 ? "go" : "wait";
  });
}

/**
 * The host has let the login in: it needs its permit no more, and others need none, unless the credential is paused.
 * One statement, so that a connection that breaks holds nothing locked; the scan is locked first here too.
 */
export async function proveCredential(
  db: Kysely<Database>,
  { hostScanHostId, attempt, credentialId, secretVersion }: LoginAttempt,
): Promise<void> {
  await sql`
    with permit as (
      update host_scan_host set login_attempt = null
      where id = ${hostScanHostId} and attempt = ${attempt} and status = ${ActionStatus.Running}
      returning id
    )
    update credential set proven = true, denials = 0
    where id = ${credentialId} and secret_version = ${secretVersion} and paused_at is null
      and (select count(*) from permit) >= 0`.execute(db);
  await notify(db, { kind: "credential", credentialId });
}

/** Counts a login that was refused; at the `most`th in a row the credential is paused. */
export async function countDenial(
  trx: Transaction<Database>,
  { hostScanHostId, credentialId, secretVersion }: Omit<LoginAttempt, "attempt">,
  most: number,
): Promise<void> {
  const counted = await trx
    .updateTable("credential")
    .set({ proven: false, denials: sql`denials + 1` })
    .where("id", "=", credentialId)
    .where("secret_version", "=", secretVersion)
    .returning("denials")
    .executeTakeFirst();
  if (counted && counted.denials >= most) await pauseCredential(trx, { credentialId, hostScanHostId });
  await notify(trx, { kind: "credential", credentialId });
}

/**
 * Counts as refused what nobody will hear the answer of: the permits of these scans, whose worker was lost or whose
 * job was cancelled. The host may have refused the login, and no account may be locked for it.
 */
export async function countUnanswered(
  trx: Transaction<Database>,
  hostScanHostIds: readonly string[],
): Promise<void> {
  if (hostScanHostIds.length === 0) return;
  await sql`
    with counted as (
      select credential_id, count(*)::integer as logins from host_scan_host
      where id = any (${hostScanHostIds}::uuid[]) group by credential_id
    ), locked as (
      select credential.id, counted.logins from credential join counted on counted.credential_id = credential.id
      where not credential.proven order by credential.id for no key update of credential
    )
    update credential set denials = denials + logins from locked where locked.id = credential.id`.execute(
    trx,
  );
}
