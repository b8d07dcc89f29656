import { HostScanChangeKind, HostScanSectionState } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { isUnavailable, jsonText } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import type { ScannedPlace } from "../trust/record-scan.ts";
import type { FoundSection } from "./found-sections.ts";

/** What one scan has found of the inventory of one host. */
export interface FoundInventory {
  readonly place: ScannedPlace;
  readonly sections: readonly FoundSection[];
}

/** Changes that are kept of one section by one scan: a host that makes entries up fills no table. */
const CHANGES_KEPT = 1_000;

const { Added, Removed, Altered } = HostScanChangeKind;
const { CutOff, Failed } = HostScanSectionState;

/**
 * Writes the sections that scans have found other than they were, and what changed of their entries. No host may be in it
 * twice, and each must be locked. Of a host that was moved to another address since, a scan says nothing.
 *
 * What is no change: the first reading of a section, and one that came to another state than the one before, since that
 * read more or less than it. Of a section that was cut off, entries may be missing for no other cause.
 *
 * Another scan may have written a section since this one learnt what is known of it. Where this one brings no entries then,
 * those of the other stay, and the next scan is held against nothing.
 */
export async function recordSections(
  trx: Transaction<Database>,
  found: readonly FoundInventory[],
): Promise<void> {
  const sections = found.flatMap(({ place, sections: ofHost }) =>
    ofHost.map(({ entries, ...section }) => ({
      ...section,
      hostId: place.hostId,
      jobId: place.jobId,
      address: place.ip_address,
      count: entries?.length ?? null,
    })),
  );
  if (sections.length === 0) return;
  const entries = found.flatMap(({ place: { hostId }, sections: ofHost }) =>
    ofHost.flatMap(({ section, entries: anew = [] }) =>
      anew.map(({ fleeting: _, ...entry }) => ({ hostId, section, ...entry })),
    ),
  );
  await sql`
    with given as materialized (
      select given.*, known.read_state as before_state,
        given.count is null and given.state <> ${sql.lit(Failed)} and given.digest <> known.digest as overtaken
      from json_to_recordset(${jsonText(sections)}) as given (
        "hostId" uuid, "jobId" uuid, address text, section smallint, state smallint, description text,
        digest text, mark text, fleeting text, count integer
      ) join host on host.id = given."hostId" and host.ip_address is not distinct from given.address
      left join host_section as known on known.host_id = host.id and known.section = given.section
    ), anew as materialized (
      select "hostId" as host_id, "jobId" as job_id, section,
        state is not distinct from before_state as compared, state = ${sql.lit(CutOff)} as cut_off
      from given where count is not null
    ), entry as materialized (
      select anew.host_id, entry.* from json_to_recordset(${jsonText(entries)}) as entry (
        "hostId" uuid, section smallint, key text, name text, data jsonb, account text, base text, identifier text
      ) join anew on anew.host_id = entry."hostId" and anew.section = entry.section
    ), before as materialized (
      select kept.host_id, kept.section, kept.key, kept.data, kept.account
      from anew join host_entry as kept on kept.host_id = anew.host_id and kept.section = anew.section
    ), other as materialized (
      select coalesce(entry.host_id, before.host_id) as host_id, coalesce(entry.section, before.section) as section,
        coalesce(entry.key, before.key) as key, coalesce(entry.name, before.data ->> 'name') as name,
        before.data as before, entry.data as after, entry.account, entry.base, entry.identifier
      from entry full join before on before.host_id = entry.host_id and before.section = entry.section
        and before.key = entry.key collate "C"
      where entry.data is distinct from before.data or entry.account is distinct from before.account
    ), gone as (
      delete from host_entry as kept using other
      where other.after is null and kept.host_id = other.host_id and kept.section = other.section
        and kept.key = other.key
    ), written as (
      insert into host_entry as kept (host_id, section, key, data, account, account_base, identifier)
      select host_id, section, key, after, account, base, identifier from other where after is not null
      on conflict (host_id, section, key) do update set data = excluded.data, account = excluded.account,
        account_base = excluded.account_base, identifier = excluded.identifier
    ), changed as (
      insert into inventory_change (host_id, job_id, section, kind, entry_name, before, after)
      select host_id, job_id, section, kind, name, before, after from (
        select other.*, anew.job_id,
          case when before is null then ${sql.lit(Added)} when after is null then ${sql.lit(Removed)}
            else ${sql.lit(Altered)} end as kind,
          row_number() over (partition by host_id, section order by key) as place
        from other join anew using (host_id, section)
        where anew.compared and (not anew.cut_off or (before is not null and after is not null))
      ) as each where place <= ${CHANGES_KEPT}
    )
    insert into host_section as known (host_id, section, state, read_state, description, digest, mark, entries, fleeting)
    select "hostId", section, state, case when state = ${sql.lit(Failed)} then before_state else state end, description,
      case when overtaken then '' else digest end, case when overtaken then '' else mark end, coalesce(count, 0),
      decode(fleeting, 'base64')
    from given
    on conflict (host_id, section) do update set state = excluded.state, description = excluded.description,
      digest = excluded.digest, mark = excluded.mark,
      read_state = excluded.read_state,
      entries = case when excluded.digest in (known.digest, '') then known.entries else excluded.entries end,
      fleeting = case when excluded.state = ${sql.lit(Failed)} then known.fleeting else excluded.fleeting end,
      changed_at = case when excluded.digest in (known.digest, '') then known.changed_at else excluded.changed_at end`.execute(
    trx,
  );
}

/** Says of a section that it could not be kept; what was kept of it stays. */
const notKept = ({ entries: _, ...section }: FoundSection): FoundSection => ({
  ...section,
  state: Failed,
  description: "What was read of it could not be kept.",
  digest: "",
  mark: "",
  fleeting: null,
});

/** As {@link recordSections}, each section by itself: of one that cannot be kept, only that is kept. Resolves to why. */
export async function recordSectionsApart(
  trx: Transaction<Database>,
  found: readonly FoundInventory[],
): Promise<unknown[]> {
  const faults: unknown[] = [];
  for (const { place, sections } of found) {
    for (const section of sections) {
      await sql`savepoint section`.execute(trx);
      try {
        await recordSections(trx, [{ place, sections: [section] }]);
      } catch (error) {
        if (isUnavailable(error)) throw error;
        faults.push(error);
        await sql`rollback to savepoint section`.execute(trx);
        await recordSections(trx, [{ place, sections: [notKept(section)] }]);
      }
      await sql`release savepoint section`.execute(trx);
    }
  }
  return faults;
}
