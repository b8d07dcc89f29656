import {
  findHost,
  type HostFilter,
  type Installation,
  type ListedHost,
  listHosts,
  type TrustRecord,
} from "@hostscan/engine";
import { accepted } from "./accepted.ts";

/** A host as the last good scan left it, with what is trusted of it. */
export interface KnownHost extends ListedHost {
  readonly trust: readonly TrustRecord[];
}

/** What hosts are read from. */
export type HostSource = Pick<Installation, "db" | "trust">;

/** Adds to each host what is trusted of it. */
async function withTrust({ trust }: HostSource, hosts: readonly ListedHost[]): Promise<KnownHost[]> {
  const records = Map.groupBy(await trust.list(hosts.map(({ id }) => id)), ({ hostId }) => hostId);
  return hosts.map((host) => ({ ...host, trust: records.get(host.id) ?? [] }));
}

/** The hosts of a filter by identity, a page at a time, so that however many there are they take little memory. */
export async function* hostPages(
  source: HostSource,
  { filter = {}, perPage = 500 }: { readonly filter?: HostFilter; readonly perPage?: number } = {},
): AsyncGenerator<readonly KnownHost[]> {
  let after = "";
  for (;;) {
    const hosts = await listHosts(source.db, { after, limit: perPage, filter });
    yield await withTrust(source, hosts);
    const last = hosts.at(-1);
    if (last === undefined || hosts.length < perPage) return;
    after = last.identity;
  }
}

/** The host that is called so: by its id, identity, DNS name, address or name. */
export async function findKnownHost(source: HostSource, called: string): Promise<readonly KnownHost[]> {
  return withTrust(source, accepted(await findHost(source.db, called)));
}
