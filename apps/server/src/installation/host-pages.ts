import { HOST_COLUMNS, type HostSource, type KnownHost, withTrust } from "./known-host.ts";

/** All hosts by identity, a page at a time, so that however many there are they take little memory. */
export async function* hostPages(source: HostSource, perPage = 500): AsyncGenerator<readonly KnownHost[]> {
  let after = "";
  for (;;) {
    const hosts = await source.db
      .selectFrom("host")
      .select(HOST_COLUMNS)
      .where("identity", ">", after)
      .orderBy("identity")
      .limit(perPage)
      .execute();
    yield await withTrust(source, hosts);
    const last = hosts.at(-1);
    if (last === undefined || hosts.length < perPage) return;
    after = last.identity;
  }
}
