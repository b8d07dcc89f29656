import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { CommandFailure } from "../cli/failure.ts";
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

/** What `login` keeps: a token for each server, and which server is meant when none is named. */
export interface Logins {
  readonly server?: string;
  readonly tokens: Readonly<Record<string, string>>;
  /** Files of the CA that a server's certificate is from, by server. */
  readonly caFiles?: Readonly<Record<string, string>>;
}

type Place = Pick<Io, "env" | "platform" | "home">;

/** The file that logins are kept in. */
function loginsFile(place: Place): string {
  return join(configFolder(place), "logins.json");
}

/**
 * What is kept; nothing where there is no file.
 *
 * @throws {CommandFailure} where others can read the file (but on Windows, where a profile is its user's own), or it
 * cannot be read.
 */
export async function readLogins(place: Place): Promise<Logins> {
  const path = loginsFile(place);
  const refuse = (reason: string) => new CommandFailure("Configuration", `${path}: ${reason}`);
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw refuse(error.message);
  });
  if (file === undefined) return { tokens: {} };
  try {
    // Of the open file, so that it is the one which is then read.
    const { mode } = await file.stat();
    if (place.platform !== "win32" && (mode & 0o077) !== 0) {
      throw refuse("others than you can read it: chmod 600 it, and have the tokens in it revoked");
    }
    const logins = parse(await file.readFile("utf8"));
    if (logins === undefined)
      throw refuse("it is not what `hostscan login` writes: remove it, and sign in again");
    return logins;
  } finally {
    await file.close();
  }
}

/** Replaces what is kept, by a file that only its owner can read, in a folder that only its owner can open. */
export async function writeLogins(place: Place, logins: Logins): Promise<void> {
  const path = loginsFile(place);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // It may have been there before, with more rights.
  await chmod(dirname(path), 0o700);
  const fresh = `${path}.${crypto.randomUUID()}`;
  try {
    const file = await open(fresh, "wx", 0o600);
    await file.writeFile(`${JSON.stringify(logins, undefined, 2)}\n`).finally(() => file.close());
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

function parse(text: string): Logins | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLogins(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLogins(value: unknown): value is Logins {
  if (typeof value !== "object" || value === null || !("tokens" in value)) return false;
  const server = "server" in value ? value.server : undefined;
  const caFiles = "caFiles" in value ? value.caFiles : {};
  return (server === undefined || typeof server === "string") && isTexts(value.tokens) && isTexts(caFiles);
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((text) => typeof text === "string")
  );
}
