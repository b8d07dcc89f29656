import { type Installation, loadSecretKey, openInstallation } from "@hostscan/engine";
import { startEmbeddedPostgres } from "@hostscan/engine/postgres";
import type { Logger } from "pino";
import { systemUser } from "../commands/system-user.ts";
import type { Configuration } from "../configuration/settings.ts";
import { commandFailure } from "./failure.ts";

export interface InstallationSetting {
  readonly configuration: Pick<Configuration, "dataDir" | "databaseUrl" | "secretKey">;
  readonly log: Logger;
}

/**
 * Opens the installation for as long as `use` takes. Without a `DATABASE_URL` its own Postgres runs meanwhile.
 *
 * @throws {CommandFailure} where the database cannot be had or the secret key is not its own.
 */
export async function withInstallation<T>(
  setting: InstallationSetting,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const { secretKey: value, databaseUrl, dataDir } = setting.configuration;
  const actor = { kind: "command", name: systemUser() } as const;
  try {
    const secretKey = await loadSecretKey({ value, dataDir: databaseUrl ? undefined : dataDir });
    return await withDatabase(setting, async (connectionString) => {
      const installation = await openInstallation({ connectionString, secretKey, actor, log: setting.log });
      try {
        return await use(installation);
      } finally {
        await installation.close();
      }
    });
  } catch (error) {
    throw commandFailure(error);
  }
}

async function withDatabase<T>(
  { configuration: { databaseUrl, dataDir }, log }: InstallationSetting,
  use: (connectionString: string) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) return use(databaseUrl);
  const onLost = (error: Error) => log.error({ err: error }, "embedded database lost");
  const postgres = await startEmbeddedPostgres({ dataDir, onLost });
  try {
    return await use(postgres.connectionString);
  } finally {
    await postgres.stop();
  }
}
