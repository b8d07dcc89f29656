import type { HostTable } from "@hostscan/database";
import { sql } from "kysely";

/** What is known of a host when a job is scheduled for it. */
export interface HostSnapshot
  extends Pick<
    HostTable,
    "id" | "identity" | "name" | "dns_host_name" | "ssh_port" | "platform" | "os" | "version"
  > {
  /** Where the host is to be reached, or else where it last was. */
  readonly ip_address: string | null;
  /** Where the next scan connects to; null where it resolves the name. */
  readonly target_address: string | null;
}

/** The columns of a {@link HostSnapshot}, from the table `host`. */
export const snapshotColumns = sql`
  host.id, host.identity, host.name, host.dns_host_name, host.ssh_port, host.platform, host.os, host.version,
  host.ip_address as target_address,
  coalesce(host.ip_address, host.observed_ip_address) as ip_address`;
