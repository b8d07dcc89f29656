import type { Database } from "@hostscan/database";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { ADMINS, type Party } from "./party.ts";

/** What is known of a credential's logins, as far as it matters to one host and to who vouches for it. */
export interface LoginStanding {
  /** A login with this secret was let in, by a host that counts for this one: the next ones need no permit. */
  readonly proven: boolean;
  readonly paused: boolean;
  /** As many logins as may be refused have not been answered: none for a while. */
  readonly unanswered: boolean;
  /** Whom the pause is owed to, for people. */
  readonly pausedBy: string | null;
  /** Logins refused in a row by this host. */
  readonly refusedByHost: number;
  /** Those refused in a row by hosts of the same party, if by more than one; none where Admins vouch for them. */
  readonly refusedByParty: number;
}

/**
 * Why a login may not be presented.
 *
 * - `paused`: too many were refused, by hosts that more than one party vouches for or Admins do, or before one was let in.
 * - `unanswered`: too many have not been answered before one was let in; that passes.
 * - `host`: this host has refused too many.
 * - `party`: hosts that only their owner vouches for have refused too many.
 */
export type Obstacle = "paused" | "unanswered" | "host" | "party";

/** SQL that gives how many logins hosts of a party have refused in a row. One host alone is held back by itself. */
export function refusedByParty(credentialId: RawBuilder<unknown>, party: RawBuilder<Party>) {
  return sql<number>`(
    select case when count(*) > 1 then sum(counted)::integer else 0 end from login_refusal as refusal
    where refusal.credential_id = ${credentialId} and refusal.party = ${party}
      and refusal.party <> ${sql.lit(ADMINS)} and refusal.counted > 0
  )`;
}

/** SQL that gives the {@link LoginStanding} of the row of `credential`, of a host that is a column, and of its party. */
export function standingOf(hostId: string, party: RawBuilder<Party>) {
  const ofParty = sql`from login_party where credential_id = credential.id and party = ${party}`;
  return sql<LoginStanding>`json_build_object(
    'proven', credential.proven or exists (select ${ofParty} and proven),
    'paused', credential.paused_at is not null,
    'pausedBy', credential.paused_by,
    'unanswered', coalesce(credential.logins_from > now(), false) or exists (select ${ofParty} and logins_from > now()),
    'refusedByHost', coalesce((
      select in_a_row from login_refusal as refusal
      where refusal.credential_id = credential.id and refusal.host_id = ${sql.ref(hostId)}
    ), 0),
    'refusedByParty', ${refusedByParty(sql.ref("credential.id"), party)}
  )`;
}

/** What stands in the way of a login, by `denials`: how many may be refused in a row. */
export function obstacleTo(standing: LoginStanding, denials: number): Obstacle | undefined {
  if (standing.paused) return "paused";
  if (denials === Number.POSITIVE_INFINITY) return undefined;
  if (standing.refusedByHost >= denials) return "host";
  if (standing.refusedByParty >= denials) return "party";
  return standing.unanswered ? "unanswered" : undefined;
}

/** Why it is, and what is to be done, for people: a clause without a full stop at its end but for the last. */
export function obstacleText(
  obstacle: Obstacle,
  name: string,
  { pausedBy }: Pick<LoginStanding, "pausedBy">,
): string {
  const by = pausedBy === null ? "" : ` by ${pausedBy}`;
  const change = `give it the right secret (hostscan-server credential change-secret ${name})`;
  const resume = `hostscan-server credential resume ${name}`;
  switch (obstacle) {
    case "paused":
      return (
        `the credential ${name} is paused, because its last logins were refused${by} and its account might get ` +
        `locked: ${change}, or if it is right, end the pause (${resume}).`
      );
    case "unanswered":
      return (
        `no host has answered the last logins with the credential ${name}, which was never let in before. ` +
        `The next is tried within half an hour, so that its account is not locked; or at once: ${resume}.`
      );
    case "host":
      return (
        `this host has refused the credential ${name} too often in a row, and is not told it any more. Once it is put ` +
        `right there: ${resume}.`
      );
    case "party":
      return (
        `hosts of this one's owner, that no Admin vouches for, have refused the credential ${name} too often. It goes on ` +
        `when one of them lets it in, or with: ${resume}.`
      );
  }
}

/** Whom a host that has to wait is waiting with: everybody (empty), or the hosts of its party. */
export function waitsFor(obstacle: Exclude<Obstacle, "host">, party: Party): string {
  return obstacle === "paused" ? "" : party;
}

/** A scan that is about to log in, or has. */
export interface LoginAttempt {
  readonly hostScanHostId: string;
  readonly attempt: number;
  readonly hostId: string;
  /** Who vouches for the host. */
  readonly party: Party;
  readonly credentialId: string;
  readonly secretVersion: number;
}

/** The attempts that are current still, with the secret they were claimed with, and how their logins stand. */
export async function readStandings(
  db: Kysely<Database>,
  logins: readonly LoginAttempt[],
): Promise<ReadonlyMap<string, LoginStanding>> {
  const asked = logins.map(({ hostScanHostId, attempt, party, credentialId, secretVersion }) => ({
    id: hostScanHostId,
    attempt,
    party,
    credential: credentialId,
    version: secretVersion,
  }));
  const { rows } = await sql<{ id: string; standing: LoginStanding }>`
    select scan.id, ${standingOf("scan.host_id", sql.ref("asked.party"))} as standing
    from json_to_recordset(${JSON.stringify(asked)})
      as asked (id uuid, attempt integer, party text, credential uuid, version integer)
    join host_scan_host as scan on scan.id = asked.id and scan.attempt = asked.attempt and scan.status = 1
    join credential on credential.id = asked.credential and credential.secret_version = asked.version`.execute(
    db,
  );
  return new Map(rows.map(({ id, standing }) => [id, standing]));
}
