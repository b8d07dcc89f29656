import { createScanNetworks, type Installation, type ScanNetworks } from "@hostscan/engine";
import { pino } from "pino";
import type { Io } from "../cli/io.ts";
import { type GivenFlags, resolveConfiguration } from "../configuration/resolve.ts";
import { type Configuration, networkRules } from "../configuration/settings.ts";
import { type InstallationSetting, type Opening, withInstallation } from "../installation/installation.ts";
import { endSignal } from "../serve/stop-signal.ts";

/** Flags of a command by name, as commander collects them. */
export type Flags = Readonly<Record<string, unknown>>;

/** Opens the installation that the environment and the flags name, for one command. */
export function administer<T>(
  io: Io,
  flags: Flags,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  return withSetting(io, flags, "use", (setting) => withInstallation(setting, use));
}

/** Like {@link administer}, for a command that says what is scanned: where hosts may be, by the settings of the server. */
export function administerScans<T>(
  io: Io,
  flags: Flags,
  use: (installation: Installation, networks: ScanNetworks) => Promise<T>,
): Promise<T> {
  return withSetting(
    io,
    flags,
    "use",
    (setting) => {
      const networks = createScanNetworks(networkRules(setting.configuration));
      return withInstallation(setting, (installation) => use(installation, networks));
    },
    "scans",
  );
}

/** Like {@link administer}, for a command that neither reads a secret nor writes what grants access: without the key. */
export function lookInto<T>(io: Io, flags: Flags, use: (installation: Records) => Promise<T>): Promise<T> {
  return withSetting(io, flags, "look", (setting) => withInstallation(setting, use));
}

/** What of an installation a command is given that has not the secret key. */
export type Records = Pick<Installation, "db" | "trust"> & {
  readonly [Store in "credentials" | "users" | "tokens" | "applicationKeys" | "signingKeys"]: Pick<
    Installation[Store],
    "list"
  >;
} & { readonly credentials: Pick<Installation["credentials"], "resume" | "remove"> };

interface CommandSetting extends InstallationSetting {
  readonly configuration: Configuration;
}

/** Whatever ends the command, a database that it has started is not left behind. */
export async function withSetting<T>(
  io: Io,
  flags: Flags,
  opening: Opening,
  use: (setting: CommandSetting) => Promise<T>,
  command: GivenFlags["command"] = "all",
): Promise<T> {
  const needsKey = opening !== "look";
  const { configuration } = resolveConfiguration(io.env, { values: flags, command, needsKey });
  const end = endSignal(io, configuration.databaseUrl === undefined);
  try {
    return await use({ configuration, opening, log: pino({ enabled: false }), onEmbedded: end.beforeExit });
  } finally {
    end.release();
  }
}
