import type { Installation, TrustRecord } from "@hostscan/engine";

/** A host as the last good scan left it, with what is trusted of it. */
export interface KnownHost {
  readonly id: string;
  /** DNS name or address, and port. */
  readonly identity: string;
  /** Who, besides Admins, may change what it has; null where nobody else may. */
  readonly owner: string | null;
  readonly name: string | null;
  readonly os: string | null;
  readonly version: string | null;
  readonly lastScannedAt: Date | null;
  readonly trust: readonly TrustRecord[];
}

/** What hosts are read from. */
export type HostSource = Pick<Installation, "db" | "trust">;

export const HOST_COLUMNS = [
  "id",
  "identity",
  "owner",
  "name",
  "os",
  "version",
  "last_scanned_at as lastScannedAt",
] as const;

/** Adds to each host what is trusted of it. */
export async function withTrust(
  { trust }: HostSource,
  hosts: readonly Omit<KnownHost, "trust">[],
): Promise<KnownHost[]> {
  const records = Map.groupBy(await trust.list(hosts.map(({ id }) => id)), ({ hostId }) => hostId);
  return hosts.map((host) => ({ ...host, trust: records.get(host.id) ?? [] }));
}
