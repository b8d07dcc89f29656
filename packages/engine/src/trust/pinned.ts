import { sql } from "kysely";

/** SQL that gives a host's pinned thumbprints by protocol, as `TrustPolicy.trusted` has them. */
export function pinnedOf(hostId: string) {
  return sql`(
    select coalesce(json_object_agg(protocol, pinned_thumbprint), '{}') from trust_record
    where trust_record.host_id = ${sql.ref(hostId)} and pinned_thumbprint is not null
  )`;
}
