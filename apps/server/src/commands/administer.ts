import type { Installation } from "@hostscan/engine";
import { pino } from "pino";
import type { Io } from "../cli/io.ts";
import { resolveConfiguration } from "../configuration/resolve.ts";
import { withInstallation } from "../installation/installation.ts";

/** Flags of a command by name, as commander collects them. */
export type Flags = Readonly<Record<string, unknown>>;

/** Opens the installation that the environment and the flags name, for one command. */
export function administer<T>(
  io: Io,
  flags: Flags,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const { configuration } = resolveConfiguration(io.env, { values: flags, command: "all" });
  return withInstallation({ configuration, log: pino({ enabled: false }) }, use);
}
