import { SshTrustActionType } from "@hostscan/contract";
import { sql } from "kysely";

/**
 * Who vouches for a host: that it is what it is said to be, and that what it answers to a login can be believed. Logins
 * are counted by it, so that nobody's hosts prove a credential for the hosts of others, or hold it back from them.
 *
 * - {@link ADMINS}: an Admin has stated where it is and what is trusted of it, or has trusted its key by command; and it
 *   has to show a key that was trusted before.
 * - else its owner, whatever keys the owner has pinned; or who scheduled the scan, where it belongs to nobody, or was
 *   elsewhere then.
 */
export type Party = string;

/** No caller bears this name. */
export const ADMINS: Party = "*";

/** Who scheduled the row of `job`: not by a name for people, which others may bear or take. */
const schedulerOf = sql<string>`coalesce(job.caller, job.created_by)`;

/** The row `scan` goes to where the row of `host` is. */
const inPlace = sql`(scan.target is null or scan.target ->> 'address' is not distinct from host.ip_address)`;

/** SQL that gives the party of the rows of `scan`, `host` and `job` where the host shows no key that was trusted before. */
export const ownPartyOf = sql<Party>`case when ${inPlace} then coalesce(host.owner, ${schedulerOf}) else ${schedulerOf} end`;

/** SQL that gives their party as far as it is known before the scan. */
export const partyOf = sql<Party>`case when ${inPlace}
  and coalesce(host.trust_action, ${sql.lit(SshTrustActionType.ErrorOnThumbprintMismatch)})
    = ${sql.lit(SshTrustActionType.ErrorOnThumbprintMismatch)}
  and exists (
    select from trust_record where host_id = host.id and pinned_thumbprint is not null
      and (host.stated_by_admin or accepted_how = 'command')
  ) then ${sql.lit(ADMINS)} else ${ownPartyOf} end`;
