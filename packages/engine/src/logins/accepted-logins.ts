import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { notify } from "../queue/notification.ts";
import { ADMINS } from "./party.ts";
import type { LoginAttempt } from "./standing.ts";

/** A login that a host has let in. */
export interface AcceptedLogin {
  readonly login: LoginAttempt;
  /** How long ago, in milliseconds: what was refused since then goes on counting. */
  readonly agoMs: number;
}

/**
 * Notes that hosts have let logins in; resolves to the credentials of which something changes by it. It locks nothing
 * where nothing does: where a credential is proven already as far as the hosts' parties count, and nothing counts
 * against these hosts or others of their parties. What other hosts are held back for stays, and what hosts of others
 * have refused.
 */
export async function noteAcceptances(
  db: Kysely<Database>,
  accepted: readonly AcceptedLogin[],
): Promise<readonly string[]> {
  if (accepted.length === 0) return [];
  const logins = accepted.map(({ login, agoMs }) => ({ ...login, agoMs }));
  const admins = sql.lit(ADMINS);
  const { rows } = await sql<{ id: string }>`
    with accepted as materialized (
      select login.* from json_to_recordset(${JSON.stringify(logins)}) as login (
        "credentialId" uuid, "secretVersion" integer, "hostId" uuid, party text, "agoMs" float8
      ) join credential on credential.id = login."credentialId" and secret_version = login."secretVersion"
    ), proving as materialized (
      select "credentialId" from accepted where party = ${admins} or not exists (
        select from login_party as known where known.credential_id = "credentialId"
          and known.party = accepted.party and known.proven
      )
    ), finished as materialized (
      select refusal.credential_id, refusal.host_id, bool_or(refusal.host_id = login."hostId") as by_host
      from login_refusal as refusal join accepted as login on refusal.credential_id = login."credentialId"
      where refusal.refused_at < clock_timestamp() - login."agoMs" * interval '1 millisecond'
        and (refusal.host_id = login."hostId" or refusal.counted > 0 and refusal.party = login.party)
      group by refusal.credential_id, refusal.host_id
    ), accepting as materialized (
      select id, proven, exists (
        select from accepted where "credentialId" = id and party = ${admins}
      ) as by_admins from credential
      where (id, secret_version) in (select "credentialId", "secretVersion" from accepted) and paused_at is null
        and (
          not proven and id in (select "credentialId" from proving) or id in (select credential_id from finished)
        )
      order by id for no key update
    ), proved as (
      update credential set proven = credential.proven or by_admins, logins_from = null,
        denials = case when by_admins then 0 else denials end
      from accepting where credential.id = accepting.id and not credential.proven
        and (by_admins or logins_from is not null)
    ), proved_to_party as (
      insert into login_party (credential_id, party, proven)
      select distinct id, party, true from accepting join accepted on "credentialId" = id where party <> ${admins}
      on conflict (credential_id, party) do update set proven = true, logins_from = null
    ), answered as (
      delete from login_permit as permit using accepting where permit.credential_id = accepting.id and (
        by_admins or permit.party in (select party from accepted where "credentialId" = accepting.id)
      )
    ), released as (
      delete from login_refusal as refusal using accepting, finished
      where refusal.credential_id = accepting.id and finished.credential_id = accepting.id
        and refusal.host_id = finished.host_id and finished.by_host
    ), forgiven as (
      update login_refusal as refusal set counted = 0 from accepting, finished
      where refusal.credential_id = accepting.id and finished.credential_id = accepting.id
        and refusal.host_id = finished.host_id and not finished.by_host
    )
    select id from accepting`.execute(db);
  return rows.map(({ id }) => id);
}

/** Notes at once that a host has let a login in, so that others go on. */
export async function accepted(db: Kysely<Database>, login: LoginAttempt): Promise<void> {
  for (const credentialId of await noteAcceptances(db, [{ login, agoMs: 0 }]))
    await notify(db, { kind: "credential", credentialId });
}
