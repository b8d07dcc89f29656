import { type AuditRecord, readAudit } from "@hostscan/database";
import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import type { Io } from "../cli/io.ts";
import { printList } from "../cli/print-list.ts";
import { addSettings } from "../configuration/flags.ts";
import { type Flags, lookInto } from "./administer.ts";
import { parseDuration } from "./duration.ts";

const dates = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/**
 * Reads a moment: so long ago (`90m`, `12h`, `30d`), or a date, or a date and time with its offset (ISO 8601).
 *
 * @throws {InvalidArgumentError} for anything else.
 */
export function parseSince(text: string): Date {
  if (dates.safeParse(text).success) return new Date(text);
  try {
    return new Date(Date.now() - parseDuration(text) * 1_000);
  } catch {
    throw new InvalidArgumentError(
      "It must be how long ago (90m, 12h, 30d), or a date such as 2026-01-31 or 2026-01-31T08:00:00Z.",
    );
  }
}

interface AuditFlags extends Flags {
  readonly since?: Date;
  readonly action?: string;
  readonly actor?: string;
  readonly limit: number;
  readonly json?: true;
}

const HEAD = ["AT", "ACTOR", "ACTION", "OBJECT", "REQUEST", "DETAILS"];
const LIMIT = 100;
const LONGEST = 100_000;

const EXAMPLES = `
Examples:
  $ hostscan-server audit --since 7d --action job.cancel
  $ hostscan-server audit --actor portal --limit 1000 --json`;

/** Adds `audit`. */
export function addAuditCommand(program: Command, io: Io): void {
  const audit = program
    .command("audit")
    .description("who scheduled, cancelled, signed in, administered: newest last");
  audit
    .option("--since <time>", "none older: 90m, 12h, 30d ago, or a date", parseSince)
    .option("--action <action>", "e.g. job.schedule, token.issue, user.sign-in, user.lockout")
    .option("--actor <name>", "the actor's name (a login, a token's name, an address), or its id")
    .option("--limit <number>", "the newest so many", parseLimit, LIMIT)
    .option("--json", "print one JSON object a line")
    .addHelpText("after", EXAMPLES)
    .action((flags: AuditFlags) => printAudit(io, flags));
  addSettings(audit, "all");
}

async function printAudit(io: Io, flags: AuditFlags): Promise<void> {
  const { since, action, actor, limit } = flags;
  const filter = { limit, ...(since && { since }), ...(action && { action }), ...(actor && { actor }) };
  const records = await lookInto(io, flags, ({ db }) => readAudit(db, filter));
  await printList(io, records, { json: flags.json, head: HEAD, cells });
}

function cells({ at, actorKind, actor, action, objectKind, objectId, requestId, details }: AuditRecord) {
  const object = objectId === null ? objectKind : `${objectKind} ${objectId}`;
  return [at.toISOString(), `${actorKind} ${actor}`, action, object, requestId, shortly(details)];
}

/** Lists, such as the jobs of one call, are told by their length; `--json` has them. */
function shortly(details: AuditRecord["details"]): string {
  const told = Object.entries(details).map(([name, value]) =>
    Array.isArray(value) ? `${name}=${value.length}` : `${name}=${value}`,
  );
  return told.join(" ");
}

function parseLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LONGEST) return limit;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${LONGEST}.`);
}
