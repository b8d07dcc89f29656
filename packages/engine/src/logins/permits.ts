import { ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { notify } from "../queue/notification.ts";
import { ADMINS, type Party } from "./party.ts";
import { type Pause, pauseCredential } from "./pause-credential.ts";
import { type LoginAttempt, refusedByParty } from "./standing.ts";

/**
 * How long a login that nobody heard the answer of keeps its permit: longer than directories and PAM remember a failed
 * one by default (Windows up to 30 minutes, `pam_faillock` 15), so that what follows does not add to it.
 */
const UNANSWERED = sql.lit("30 minutes");

/**
 * Witnesses whose refusals pause a credential that was let in before, at least. Each host is one that an Admin vouches
 * for; all that anybody else does are one together.
 */
const WITNESSES = 2;

/**
 * What is said to a scan that asks for a permit.
 *
 * - `go`: it holds one now, or needs none.
 * - `turn`: as many logins as may still be refused are under way; it is to ask again.
 * - `look`: something stands in the way, see `readStandings`.
 * - otherwise the credential was paused just now, and is in the way.
 */
export type PermitAnswer = "go" | "turn" | "look" | { readonly pause: Pause | undefined };

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

/** Permits for all hosts, or for those of the login's party. */
async function readPermits(
  trx: Transaction<Database>,
  { credentialId, secretVersion, party }: LoginAttempt,
  { ofParty }: { readonly ofParty: boolean },
): Promise<Permits> {
  const { rows } = await sql<Permits>`
    select count(scan.id)::integer as out, count(*) filter (where scan.id is null)::integer as unanswered,
      min(permit.granted_at) filter (where scan.id is null) + interval ${UNANSWERED} as "freeAt"
    from login_permit as permit
    left join host_scan_host as scan on scan.id = permit.host_scan_host_id and scan.attempt = permit.attempt
      and scan.status = ${ActionStatus.Running}
    where permit.credential_id = ${credentialId} and permit.secret_version = ${secretVersion}
      and permit.granted_at > now() - interval ${UNANSWERED}
      and (not ${ofParty}::boolean or permit.party = ${party})`.execute(trx);
  return rows[0] ?? { out: 0, unanswered: 0, freeAt: null };
}

/** How a credential stands that no host has let in which an Admin vouches for. */
interface PartyStanding {
  /** A host of the login's party has let it in. */
  readonly proven: boolean;
  /** One of another party has. */
  readonly provenElsewhere: boolean;
  /** Refused in a row by hosts of the party. */
  readonly refused: number;
  /** The same, if it is by more than one. */
  readonly refusedBySeveral: number;
}

async function readParty(
  trx: Transaction<Database>,
  { credentialId, party }: LoginAttempt,
): Promise<PartyStanding> {
  const { rows } = await sql<PartyStanding>`
    select coalesce(bool_or(proven) filter (where party = ${party}), false) as proven,
      coalesce(bool_or(proven), false) as "provenElsewhere", (
        select coalesce(sum(counted), 0)::integer from login_refusal
        where credential_id = ${credentialId} and party = ${party}
      ) as refused, ${refusedByParty(sql`${credentialId}`, sql`${party}`)} as "refusedBySeveral"
    from login_party where credential_id = ${credentialId}`.execute(trx);
  return rows[0] ?? { proven: false, provenElsewhere: false, refused: 0, refusedBySeveral: 0 };
}

/** Notes that there is no login for a while, to anybody's hosts or to those of the party. */
async function noteUnanswered(
  trx: Transaction<Database>,
  { credentialId, party }: LoginAttempt,
  { ofParty, until }: { readonly ofParty: boolean; readonly until: Date | null },
): Promise<void> {
  await (ofParty
    ? sql`
        insert into login_party (credential_id, party, logins_from) values (${credentialId}, ${party}, ${until})
        on conflict (credential_id, party) do update set logins_from = excluded.logins_from`
    : sql`update credential set logins_from = ${until} where id = ${credentialId}`
  ).execute(trx);
}

/**
 * Asks for a permit to log in with a credential that was never let in. Logins under way, those refused and those that
 * nobody heard the answer of lately are together never more than `denials`, whoever's hosts they are; once hosts of one
 * party have let it in, the others count by themselves. A permit belongs to the scan's attempt. Whoever counts logins
 * locks the scan first, then the credential, then what is counted.
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
    const { proven, provenElsewhere: ofParty, refused, refusedBySeveral } = await readParty(trx, login);
    if (proven) return "go";
    if (refusedBySeveral >= denials) return "look";
    if (!ofParty && credential.denials >= denials) return { pause: await pauseCredential(trx, login) };
    const { out, unanswered, freeAt } = await readPermits(trx, login, { ofParty });
    // Of a party, one host that has refused so often does not stand in the way of the next.
    const refusals = ofParty ? Math.min(refused, denials - 1) : credential.denials;
    const left = denials - refusals - unanswered;
    if (left <= 0) {
      await noteUnanswered(trx, login, { ofParty, until: freeAt });
      return "look";
    }
    // The last one waits for the others: a worker that is lost with all its logins must not use them up.
    if (out >= Math.max(1, left - 1)) return "turn";
    await sql`
      insert into login_permit (host_scan_host_id, attempt, credential_id, secret_version, party)
      values (
        ${login.hostScanHostId}, ${login.attempt}, ${login.credentialId}, ${login.secretVersion}, ${login.party}
      ) on conflict do nothing`.execute(trx);
    return "go";
  });
}

/** Gives a permit back whose login was told nobody. */
export async function returnPermit(
  db: Kysely<Database>,
  { hostScanHostId, attempt, credentialId }: LoginAttempt,
): Promise<void> {
  await db
    .deleteFrom("login_permit")
    .where("host_scan_host_id", "=", hostScanHostId)
    .where("attempt", "=", attempt)
    .execute();
  await notify(db, { kind: "credential", credentialId });
}

/** Who has refused a login, and who vouches for that. */
export type RefusedBy = {
  /** Who keeps the accounts of a realm (`kdc`) knows the account; a host may be wrong. */
  readonly kind: "host" | "kdc";
  /** The host that was to be logged in to. */
  readonly hostId: string;
  readonly party: Party;
  /** The host has shown a key that was trusted before the scan. */
  readonly knownByKey: boolean;
};

/**
 * Counts a login that was refused, which only an answer does. At the `most`th in a row a credential that was never let
 * in is paused. One that was is paused only if witnesses have refused it so often, and more than one of them: hosts that
 * are known by their keys, each for itself where an Admin vouches for it; of those that another vouches for, however
 * many, one refusal counts. Until then the host is held back alone, or the party. A KDC is who would know: what it
 * refuses, every further login would be refused by, and add to. It pauses the credential at once. Resolves to the pause,
 * where one begins.
 */
export async function refused(
  trx: Transaction<Database>,
  login: LoginAttempt,
  by: RefusedBy,
  most: number,
): Promise<Pause | undefined> {
  const { credentialId, secretVersion, hostScanHostId, attempt } = login;
  // Scans at one time share what a KDC answers.
  const byKdc = by.kind === "kdc";
  const { rows } = await sql<{ denials: number; proven: boolean }>`
    update credential set
      denials = denials + (not proven and not ${provenToParty} and not (${byKdc}::boolean and paused_at is not null))::integer
    where id = ${credentialId} and secret_version = ${secretVersion}
    returning denials, proven or ${provenToParty} as proven`.execute(trx);
  const [credential] = rows;
  if (credential === undefined) return undefined;
  await sql`
    delete from login_permit where host_scan_host_id = ${hostScanHostId} and attempt = ${attempt}`.execute(
    trx,
  );
  if (byKdc) {
    const pause = await pauseCredential(trx, login, KDC);
    await notify(trx, { kind: "credential", credentialId });
    return pause;
  }
  await sql`
    insert into login_refusal as refusal (credential_id, host_id, party, pinned, in_a_row, counted, refused_at)
    values (${credentialId}, ${by.hostId}, ${by.party}, ${by.knownByKey}, 1, 1, clock_timestamp())
    on conflict (credential_id, host_id) do update set party = excluded.party, pinned = excluded.pinned,
      in_a_row = refusal.in_a_row + 1, counted = refusal.counted + 1, refused_at = excluded.refused_at`.execute(
    trx,
  );
  const enough = credential.proven
    ? await enoughWitnesses(trx, credentialId, most)
    : credential.denials >= most;
  const pause = enough ? await pauseCredential(trx, login) : undefined;
  await notify(trx, { kind: "credential", credentialId });
  return pause;
}

/** For people. */
const KDC = "the KDC of its realm";

/** Some party's hosts have let the row of `credential` in. */
const provenToParty = sql<boolean>`exists (
  select from login_party where login_party.credential_id = credential.id and login_party.proven
)`;

async function enoughWitnesses(
  trx: Transaction<Database>,
  credentialId: string,
  most: number,
): Promise<boolean> {
  const { rows } = await sql<{ witnesses: number; refusals: number }>`
    with party as (
      select party, count(*) as hosts, sum(counted) as refusals from login_refusal
      where credential_id = ${credentialId} and pinned and counted > 0 group by party
    )
    select coalesce(sum(case when party = ${ADMINS} then hosts else 1 end), 0)::integer as witnesses,
      coalesce(sum(case when party = ${ADMINS} then refusals else 1 end), 0)::integer as refusals
    from party`.execute(trx);
  const { witnesses, refusals } = rows[0] ?? { witnesses: 0, refusals: 0 };
  return witnesses >= WITNESSES && refusals >= most;
}

/** Forgets what is known of a credential's logins: its secret is another, or somebody says that it is right. */
export async function forgetLogins(trx: Transaction<Database>, credentialId: string): Promise<void> {
  for (const table of ["login_permit", "login_refusal", "login_party"] as const)
    await trx.deleteFrom(table).where("credential_id", "=", credentialId).execute();
}
