import type { Database, Host } from "@hostscan/database";
import type { TrustProtocol } from "@hostscan/scanner";
import { sql, type Transaction } from "kysely";
import { type HostSnapshot, snapshotColumns } from "./host-snapshot.ts";

/** What is known of a host when a request names it. */
export interface KnownHost
  extends HostSnapshot,
    Pick<
      Host,
      | "owner"
      | "stated_by_admin"
      | "credential_id"
      | "trust_action"
      | "accept_first_discovery"
      | "certificate_type"
      | "source"
    > {
  readonly pinned: Readonly<Partial<Record<TrustProtocol, string>>>;
}

/** Rows per statement: large enough to be cheap, small enough not to hold up the event loop. */
const ROWS_PER_STATEMENT = 1_000;

/** Items, a statement's worth at a time. */
export function* statements<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += ROWS_PER_STATEMENT) {
    yield items.slice(from, from + ROWS_PER_STATEMENT);
  }
}

const knownColumns = sql`
  ${snapshotColumns}, host.owner, host.stated_by_admin, host.credential_id, host.trust_action, host.accept_first_discovery,
  host.certificate_type, host.source`;

/**
 * The hosts of these identities that there are, by identity, with what is trusted of them. Where they are to be
 * `locked`, nothing of them changes until the transaction ends, and identities have to be in order: calls that name the
 * same hosts then cannot deadlock.
 */
export async function readKnownHosts(
  trx: Transaction<Database>,
  identities: readonly string[],
  { locked }: { readonly locked: boolean },
): Promise<Map<string, KnownHost>> {
  const known = new Map<string, KnownHost>();
  const lock = locked ? sql`order by host.identity collate "C" for no key update` : sql``;
  for (const some of statements(identities)) {
    const { rows } = await sql<Omit<KnownHost, "pinned">>`
      select ${knownColumns} from host where host.identity = any (${some}::text[]) ${lock}`.execute(trx);
    // By a statement of its own: one that has waited for a lock still sees the other tables as they were before.
    const pins = await readPins(
      trx,
      rows.map(({ id }) => id),
    );
    for (const row of rows) known.set(row.identity, { ...row, pinned: pins.get(row.id) ?? {} });
  }
  return known;
}

async function readPins(trx: Transaction<Database>, hostIds: readonly string[]) {
  if (hostIds.length === 0) return new Map<string, KnownHost["pinned"]>();
  const { rows } = await sql<{ id: string; pinned: KnownHost["pinned"] }>`
    select host_id as id, json_object_agg(protocol, pinned_thumbprint) as pinned from trust_record
    where host_id = any (${hostIds}::uuid[]) and pinned_thumbprint is not null group by host_id`.execute(trx);
  return new Map(rows.map(({ id, pinned }) => [id, pinned]));
}
