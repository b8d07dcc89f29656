import type { ActionStatus } from "@hostscan/contract";
import type { HostFilter } from "@hostscan/engine";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import { ADMINS } from "./host-owner.ts";

const KEYS = ["name", "platform", "credential", "owner", "status"] as const;
type Key = (typeof KEYS)[number];

/** What is to hold, as it was typed. */
export type StatedFilter = Readonly<Partial<Record<Key, string>>>;

/** The statuses that a host of a job can have. */
const STATUSES = [
  "Queued",
  "Running",
  "Complete",
  "Failed",
  "Cancelled",
] as const satisfies readonly (keyof typeof ActionStatus)[];
const PLATFORMS = ["Linux", "Cisco", "Windows"];

export const FILTER_NOTES = `
A filter is one of
  name=<pattern>       its DNS name, address, host:port or the name that a scan told; * is any text, ? any character
  platform=<platform>  ${PLATFORMS.join(", ")}
  credential=<name>    the service account that it is scanned with, or its id
  owner=<owner>        app:portal, user:alice, ${ADMINS}
  status=<status>      of its newest job: ${STATUSES.join(", ")}
Without a value, as in status=, it holds for hosts that have none. Of several all have to hold.

Examples:
  $ hostscan-server host list --filter 'name=*.corp.example' --filter status=Failed
  $ hostscan-server host list --filter credential=lab --json`;

/** Adds a filter to those before. */
export function readFilter(text: string, earlier: StatedFilter = {}): StatedFilter {
  const [, name, value = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const key = KEYS.find((one) => one === name);
  if (key === undefined) return refuse(text, `is none of ${KEYS.map((one) => `${one}=`).join(", ")}`);
  if (earlier[key] !== undefined) return refuse(text, `states ${key} again`);
  if (key === "platform") oneOf(text, value, PLATFORMS);
  if (key === "status") oneOf(text, value, STATUSES);
  return { ...earlier, [key]: value };
}

/** The filter that was typed, as hosts are found by it. */
export function filterOf({ name, owner, ...stated }: StatedFilter = {}): HostFilter {
  const others = Object.entries(stated).map(([key, value]) => [key, value || null]);
  return {
    ...Object.fromEntries(others),
    ...(name !== undefined && { name }),
    ...(owner !== undefined && { owner: owner === ADMINS ? null : owner || null }),
  };
}

function oneOf(text: string, value: string, allowed: readonly string[]): void {
  if (value !== "" && !allowed.includes(value)) refuse(text, `must be one of ${allowed.join(", ")}`);
}

function refuse(text: string, why: string): never {
  throw new CommandFailure(ExitCode.Usage, `--filter ${text} ${why}`);
}
