import {
  findSecretKey,
  type Installation,
  loadSecretKey,
  openInstallation,
  type SecretKeySource,
} from "@hostscan/engine";
import { startEmbeddedPostgres } from "@hostscan/engine/postgres";
import type { Logger } from "pino";
import { systemUser } from "../commands/system-user.ts";
import type { Configuration } from "../configuration/settings.ts";
import { commandFailure } from "./failure.ts";

export interface InstallationSetting {
  readonly configuration: Pick<Configuration, "dataDir" | "databaseUrl" | "secretKey" | "secretKeyFile">;
  readonly log: Logger;
  /** Is given what stops the embedded database at once, for a process that does not end in order. */
  readonly onEmbedded?: ((stop: () => Promise<void>) => void) | undefined;
}

/** Where a configuration has the secret key. */
export function secretKeySource({
  secretKey: value,
  secretKeyFile: file,
  databaseUrl,
  dataDir,
}: InstallationSetting["configuration"]): SecretKeySource {
  return { value, file, dataDir: databaseUrl === undefined ? dataDir : undefined };
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
  const source = secretKeySource(setting.configuration);
  const actor = { kind: "command", name: systemUser() } as const;
  try {
    const onExposed = (text: string) => setting.log.warn(text);
    const secretKey = await loadSecretKey({ ...source, onExposed });
    return await withDatabase(setting, async (connectionString) => {
      const installation = await openInstallation({
        connectionString,
        secretKey,
        findSecretKey: (id) => findSecretKey(source, id),
        actor,
        log: setting.log,
      });
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
  { configuration: { databaseUrl, dataDir }, log, onEmbedded }: InstallationSetting,
  use: (connectionString: string) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) return use(databaseUrl);
  const onLost = (error: Error) => log.error({ err: error }, "embedded database lost");
  const postgres = await startEmbeddedPostgres({ dataDir, onLost });
  onEmbedded?.(() => postgres.stop());
  try {
    return await use(postgres.connectionString);
  } finally {
    await postgres.stop();
  }
}
