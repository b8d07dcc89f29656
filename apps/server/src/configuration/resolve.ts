import type { z } from "zod";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { DescribedSetting } from "./setting.ts";
import { type Configuration, settings, settingsOf, settingsTable } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A command's flags, of which those of its settings bear the settings' names. */
export interface GivenFlags {
  readonly values: Readonly<Record<string, unknown>>;
  readonly command: DescribedSetting["usedBy"];
  /** Whether the command does nothing without the secret key; yes where absent. */
  readonly needsKey?: boolean;
}

interface Given {
  readonly text: string;
  /** Where it was given: the flag or the variable. */
  readonly source: string;
}

/** A configuration, and which of its settings were given rather than defaulted. */
export interface ResolvedConfiguration {
  readonly configuration: Configuration;
  readonly given: ReadonlySet<string>;
}

/**
 * The configuration of this process. A flag wins over its variable; an empty variable counts as not set.
 *
 * @throws {CommandFailure} with `ExitCode.Configuration` and one line that names every unknown or bad setting.
 */
export function resolveConfiguration(env: Environment, flags: GivenFlags): ResolvedConfiguration {
  const given = collect(env, flags);
  const texts = Object.fromEntries([...given].map(([name, { text }]) => [name, text]));
  const parsed = settingsTable.safeParse(texts);
  const faults = [
    ...unknownVariables(env),
    ...(parsed.error?.issues ?? []).map((issue) => fault(issue, given)),
    ...secretKeyFaults(given, flags.needsKey ?? true),
  ];
  if (!parsed.success || faults.length > 0) {
    throw new CommandFailure(ExitCode.Configuration, faults.join("; "));
  }
  return { configuration: parsed.data, given: new Set(given.keys()) };
}

function collect(env: Environment, { values, command }: GivenFlags): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  const taken = settingsOf(command);
  for (const [name, { variable, flag }] of settings) {
    const flagged = taken.has(name) ? values[name] : undefined;
    const text = env[variable];
    if (flag && flagged === true) given.set(name, { text: "true", source: flag });
    else if (flag && typeof flagged === "string") given.set(name, { text: flagged, source: long(flag) });
    else if (text) given.set(name, { text, source: variable });
  }
  return given;
}

function long(flag: string): string {
  return flag.replace(/ .*/, "");
}

/** Variables of the API's callers, such as the command line, which a shell may well export. */
const CALLERS = [
  "HOSTSCAN_URL",
  "HOSTSCAN_TOKEN",
  "HOSTSCAN_FORBIDDEN_TOKEN",
  "HOSTSCAN_EXPIRED_TOKEN",
  "HOSTSCAN_PASSWORD",
  "HOSTSCAN_CODES",
];

function unknownVariables(env: Environment): string[] {
  const known = new Set([...CALLERS, ...[...settings.values()].map(({ variable }) => variable)]);
  return Object.keys(env)
    .filter((variable) => variable.startsWith("HOSTSCAN_") && !known.has(variable))
    .map((variable) => `${variable} is not a setting (hostscan-server help serve lists them)`);
}

/** The value is not repeated: it may be a secret put into the wrong variable. */
function fault(issue: z.core.$ZodIssue, given: ReadonlyMap<string, Given>): string {
  return `${given.get(String(issue.path[0]))?.source} ${issue.message}`;
}

function secretKeyFaults(given: ReadonlyMap<string, Given>, needsKey: boolean): string[] {
  const [value, file] = [given.has("secretKey"), given.has("secretKeyFile")];
  if (value && file)
    return ["HOSTSCAN_SECRET_KEY and HOSTSCAN_SECRET_KEY_FILE are both set: one of them holds the key"];
  if (!needsKey || !given.has("databaseUrl") || value || file) return [];
  return [
    "DATABASE_URL needs HOSTSCAN_SECRET_KEY or HOSTSCAN_SECRET_KEY_FILE: a key is made for the embedded database only",
  ];
}
