import type { Installation } from "./installation.ts";

/** A host as the last good scan left it. */
export interface KnownHost {
  readonly id: string;
  /** DNS name or address, and port. */
  readonly identity: string;
  readonly name: string | null;
  readonly os: string | null;
  readonly version: string | null;
  readonly lastScannedAt: Date | null;
}

const COLUMNS = ["id", "identity", "name", "os", "version", "last_scanned_at as lastScannedAt"] as const;

/** All hosts by identity, a page at a time, so that however many there are they take little memory. */
export async function* hostPages(
  db: Installation["db"],
  perPage = 500,
): AsyncGenerator<readonly KnownHost[]> {
  let after = "";
  for (;;) {
    const hosts = await db
      .selectFrom("host")
      .select(COLUMNS)
      .where("identity", ">", after)
      .orderBy("identity")
      .limit(perPage)
      .execute();
    yield hosts;
    const last = hosts.at(-1);
    if (last === undefined || hosts.length < perPage) return;
    after = last.identity;
  }
}
