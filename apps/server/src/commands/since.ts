import { InvalidArgumentError } from "commander";
import { z } from "zod";
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
