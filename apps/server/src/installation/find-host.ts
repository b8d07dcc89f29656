import { HOST_COLUMNS, type HostSource, type KnownHost, withTrust } from "./known-host.ts";

/** The host with this id; undefined if there is none. */
export async function findHost(source: HostSource, id: string): Promise<KnownHost | undefined> {
  const hosts = await source.db
    .selectFrom("host")
    .select(HOST_COLUMNS)
    // Compared as text, since what was typed need not be an id.
    .where((host) => host(host.cast<string>("id", "text"), "=", id.toLowerCase()))
    .execute();
  const [host] = await withTrust(source, hosts);
  return host;
}
