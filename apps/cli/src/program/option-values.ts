import { InvalidArgumentError } from "commander";
import { parseDuration } from "../cli/duration.ts";

/** A port, for commander, which tells what is thrown. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (!(port >= 1 && port <= 65_535))
    throw new InvalidArgumentError("It must be a whole number from 1 to 65535.");
  return port;
}

/** How many at most. */
export function count(text: string): number {
  const value = wholeNumber(text);
  if (!(value >= 1)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return value;
}

const wholeNumber = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

/** A time, in milliseconds. */
export function duration(text: string): number {
  const ms = parseDuration(text);
  // Timers of Node know no more.
  if (ms !== undefined && ms < 2 ** 31) return ms;
  throw new InvalidArgumentError("It must be a time such as 90, 90s, 10m or 1h30m, of 24 days at most.");
}

/** How long ago, in milliseconds. A number alone would be taken for days by some and for seconds by others. */
export function age(text: string): number {
  const ms = /[a-z]$/.test(text) ? parseDuration(text) : undefined;
  if (ms !== undefined && ms <= Date.now()) return ms;
  throw new InvalidArgumentError("It must be a time with its unit, such as 30d, 12h or 1d12h.");
}

/** A point of time: a date, a date with a time, or how long ago. */
export function instant(text: string): Date {
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) ? new Date(text) : undefined;
  if (time === undefined) return new Date(Date.now() - age(text));
  if (!Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError("There is no such time.");
}

/** An `Idempotency-Key`, to which the number of a batch is still to be added. */
export function idempotencyKey(text: string): string {
  if (/^[!-~]{1,240}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be 1 to 240 visible ASCII characters.");
}

/** Statuses between commas, also given several times. */
export function statusNames(text: string, before: readonly string[] = []): string[] {
  const parts = text.toLowerCase().split(",");
  const names = parts.map((name) => name.trim()).filter((name) => name !== "");
  // Else a variable of a script that is empty would find no job, whatever there is.
  if (names.length === 0) throw new InvalidArgumentError("It must name a status, as failed or running.");
  return [...before, ...names];
}
