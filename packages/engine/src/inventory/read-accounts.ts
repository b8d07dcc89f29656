import { type components, HostScanSection } from "@hostscan/contract";
import type { AccountFilter, Page, PageAsked, Result } from "@hostscan/core";
import { type RawBuilder, sql } from "kysely";
import type { InventoryReading } from "../visibility/visible-hosts.ts";
import { accountOf } from "./account.ts";
import { unpackFleeting } from "./fleeting.ts";
import { cutPage, foreignPageKey, readPageKey, writePageKey } from "./page-key.ts";
import { shownEntry } from "./read-entries.ts";

type HostScanAccount = components["schemas"]["HostScanAccount"];

/** Names of what runs as an account, on one host. */
const NAMES = 100;

interface AccountOnHost {
  readonly account: string;
  readonly host_id: string;
}

const identifierOf = ({ sid, unixId }: AccountFilter) => sid ?? unixId?.toString();

/** SQL conditions, one for each index that the account may be found by. */
function waysTo(filter: AccountFilter): RawBuilder<unknown>[] {
  const { name, sid, unixId } = filter;
  const identifier = identifierOf(filter);
  const identified = identifier === undefined ? sql`true` : sql`entry.identifier = ${identifier}`;
  // Of two identifiers an account has one.
  if (sid !== undefined && unixId !== undefined) return [sql`false`];
  if (name === undefined) return [identified];
  const { account, base } = accountOf(name);
  const named = sql`entry.account = ${account} and ${identified}`;
  return base === undefined ? [named, sql`entry.account_base = ${account} and ${identified}`] : [named];
}

/** Where accounts are, in the order of the accounts and the hosts; each way goes along its own index. */
async function findAccounts(
  { db, visible }: InventoryReading,
  filter: AccountFilter,
  [account, hostId]: readonly string[],
  limit: number,
): Promise<readonly AccountOnHost[]> {
  const behind =
    account === undefined ? sql`` : sql`and (entry.account, entry.host_id) > (${account}, ${hostId}::uuid)`;
  const found = waysTo(filter).map(
    (way) => sql`(
      select distinct entry.account, entry.host_id from host_entry as entry join host on host.id = entry.host_id
      where entry.account is not null and ${way} ${behind} and ${visible}
      order by entry.account, entry.host_id limit ${limit})`,
  );
  const { rows } = await sql<AccountOnHost>`
    select * from (${sql.join(found, sql` union `)}) as found order by account, host_id limit ${limit}`.execute(
    db,
  );
  return rows;
}

const runsAs = (section: HostScanSection, names: string, count: string) => sql`
  coalesce((array_agg(entry.data ->> 'name' order by entry.key)
    filter (where entry.section = ${sql.lit(section)}))[1:${sql.lit(NAMES)}], '{}') as ${sql.ref(names)},
  (count(*) filter (where entry.section = ${sql.lit(section)}))::integer as ${sql.ref(count)}`;

/** Where nobody is asked for: on a Unix, names may differ by letter case alone, and none hides who may do everything. */
const SUPER_USER = "0";

interface AccountRow extends HostScanAccount {
  readonly hostScanUser: components["schemas"]["HostScanUser"] | null;
  /** Of the user. */
  readonly key: string | null;
  readonly fleeting: Buffer | null;
}

/** What is told of accounts on hosts, in their order; of several users of one name, of the one that was asked for. */
async function readAccounts(
  { db }: InventoryReading,
  accounts: readonly AccountOnHost[],
  identifier = SUPER_USER,
): Promise<HostScanAccount[]> {
  const { rows } = await sql<AccountRow>`
    select host.id as "hostId", host.name, host.dns_host_name as "dnsHostName",
      coalesce(host.ip_address, host.observed_ip_address) as "ipAddress", asked.account as "userName",
      known.shown as "hostScanUser", known.key, running.*, (
        select fleeting from host_section
        where host_id = host.id and section = ${sql.lit(HostScanSection.Users)} and known.key is not null
      ) as fleeting
    from json_to_recordset(${JSON.stringify(accounts.map((one, place) => ({ ...one, place })))})
      as asked (account text collate "C", host_id uuid, place integer)
    join host on host.id = asked.host_id
    left join lateral (
        select ${shownEntry} as shown, entry.key from host_entry as entry
        where entry.account = asked.account and entry.host_id = asked.host_id
          and entry.section = ${sql.lit(HostScanSection.Users)}
        order by entry.identifier is distinct from ${identifier}, entry.key limit 1
    ) as known on true
    cross join lateral (
      select ${runsAs(HostScanSection.Services, "services", "serviceCount")},
        ${runsAs(HostScanSection.ScheduledTasks, "scheduledTasks", "scheduledTaskCount")}
      from host_entry as entry where entry.account = asked.account and entry.host_id = asked.host_id
    ) as running order by asked.place`.execute(db);
  const told: HostScanAccount[] = [];
  // One after the other: what is unpacked of all of them at once is large.
  for (const { fleeting, key, hostScanUser, ...account } of rows) {
    const moving = await unpackFleeting(fleeting);
    told.push({ ...account, hostScanUser: hostScanUser && { ...hostScanUser, ...moving(key ?? "") } });
  }
  return told;
}

/** `GetUsers`: the accounts on hosts that the caller sees, and what runs as them there. */
export async function listAccounts(
  reading: InventoryReading,
  { limit, after, ...filter }: PageAsked & AccountFilter,
): Promise<Result<Page<HostScanAccount>>> {
  const key = after === undefined ? [] : readPageKey("accounts", after);
  if (key === undefined) return foreignPageKey;
  const found = await findAccounts(reading, filter, key, limit + 1);
  const { items, next } = cutPage(found, limit, (last) =>
    writePageKey("accounts", last.account, last.host_id),
  );
  const accounts = await readAccounts(reading, items, identifierOf(filter));
  return { ok: true, value: { items: accounts, ...(next !== undefined && { next }) } };
}
