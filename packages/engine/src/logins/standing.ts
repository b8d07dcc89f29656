import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../database/tables.ts";

/** What is known of a credential's logins, as far as it matters to one host and one caller. */
export interface LoginStanding {
  /** A login with this secret was let in: the next ones need no permit. */
  readonly proven: boolean;
  readonly paused: boolean;
  /** As many logins as may be refused have not been answered: none for a while. */
  readonly unanswered: boolean;
  /** Whom the pause is owed to, for people. */
  readonly pausedBy: string | null;
  /** Logins refused in a row by this host. */
  readonly refusedByHost: number;
  /** Those refused in a row by hosts whose keys were not known before, in this caller's jobs. */
  readonly refusedForCaller: number;
}

/**
 * Why a login may not be presented.
 *
 * - `paused`: too many were refused, by more than one host that is known by its key, or before one was let in.
 * - `unanswered`: too many have not been answered before one was let in; that passes.
 * - `host`: this host has refused too many.
 * - `caller`: hosts that only this caller vouches for have refused too many.
 */
export type Obstacle = "paused" | "unanswered" | "host" | "caller";

/** SQL that gives who scheduled the row of `job`: not by a name for people, which others may bear or take. */
export const schedulerOf = sql<string>`coalesce(job.caller, job.created_by)`;

/** SQL that gives the {@link LoginStanding} of the row of `credential`, of a host that is a column, and of a caller. */
export function standingOf(hostId: string, caller: RawBuilder<string>) {
  return sql<LoginStanding>`json_build_object(
    'proven', credential.proven,
    'paused', credential.paused_at is not null,
    'pausedBy', credential.paused_by,
    'unanswered', coalesce(credential.logins_from > now(), false),
    'refusedByHost', coalesce((
      select in_a_row from login_refusal as refusal
      where refusal.credential_id = credential.id and refusal.host_id = ${sql.ref(hostId)}
    ), 0),
    'refusedForCaller', (
      select coalesce(sum(counted), 0)::integer from login_refusal as refusal
      where refusal.credential_id = credential.id and refusal.caller = ${caller}
        and refusal.counted > 0 and not refusal.pinned
    )
  )`;
}

/** What stands in the way of a login, by `denials`: how many may be refused in a row. */
export function obstacleTo(
  standing: LoginStanding,
  { pinned, denials }: { readonly pinned: boolean; readonly denials: number },
): Obstacle | undefined {
  if (standing.paused) return "paused";
  if (denials === Number.POSITIVE_INFINITY) return undefined;
  if (standing.refusedByHost >= denials) return "host";
  if (!pinned && standing.refusedForCaller >= denials) return "caller";
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
    case "caller":
      return (
        `hosts whose keys were not known before have refused the credential ${name} too often in jobs of this caller. ` +
        `It goes on when one of the caller's hosts lets it in, or with: ${resume}.`
      );
  }
}

/** Whom a host that has to wait is waiting with: everybody (empty) or one caller. */
export function waitsFor(obstacle: Exclude<Obstacle, "host">, caller: string): string {
  return obstacle === "caller" ? caller : "";
}

/** A scan that is about to log in, or has. */
export interface LoginAttempt {
  readonly hostScanHostId: string;
  readonly attempt: number;
  readonly hostId: string;
  /** Who scheduled it. */
  readonly caller: string;
  /** The host is known by a key that was trusted before the scan. */
  readonly pinned: boolean;
  readonly credentialId: string;
  readonly secretVersion: number;
}

/** The attempts that are current still, with the secret they were claimed with, and how their logins stand. */
export async function readStandings(
  db: Kysely<Database>,
  logins: readonly LoginAttempt[],
): Promise<ReadonlyMap<string, LoginStanding>> {
  const asked = logins.map(({ hostScanHostId, attempt, credentialId, secretVersion }) => ({
    id: hostScanHostId,
    attempt,
    credential: credentialId,
    version: secretVersion,
  }));
  const { rows } = await sql<{ id: string; standing: LoginStanding }>`
    select scan.id, ${standingOf("scan.host_id", schedulerOf)} as standing
    from json_to_recordset(${JSON.stringify(asked)})
      as asked (id uuid, attempt integer, credential uuid, version integer)
    join host_scan_host as scan on scan.id = asked.id and scan.attempt = asked.attempt and scan.status = 1
    join host_scan_job as job on job.id = scan.job_id
    join credential on credential.id = asked.credential and credential.secret_version = asked.version`.execute(
    db,
  );
  return new Map(rows.map(({ id, standing }) => [id, standing]));
}
