import { isAbsolute, join } from "node:path";
import type { Io } from "../cli/io.ts";

/** The folder where the system has programs keep what a user has set: `hostscan` in it is ours. */
export function configFolder({ env, platform, home }: Pick<Io, "env" | "platform" | "home">): string {
  return join(base(env, platform, home), "hostscan");
}

function base(env: Io["env"], platform: NodeJS.Platform, home: string): string {
  if (platform === "win32") return env["APPDATA"] || join(home, "AppData", "Roaming");
  if (platform === "darwin") return join(home, "Library", "Application Support");
  // A relative one is to be ignored (XDG Base Directory Specification).
  const xdg = env["XDG_CONFIG_HOME"] ?? "";
  return isAbsolute(xdg) ? xdg : join(home, ".config");
}
