import { InvalidArgumentError } from "commander";

const SECONDS = { m: 60, h: 3_600, d: 86_400, y: 31_536_000 } as const;
type Unit = keyof typeof SECONDS;

const LONGEST = 10 * SECONDS.y;

function isUnit(text: string | undefined): text is Unit {
  return text !== undefined && Object.hasOwn(SECONDS, text);
}

/**
 * Reads a length of time such as `90m`, `12h`, `30d` or `1y`.
 *
 * @returns seconds
 * @throws {InvalidArgumentError} for anything else, for nothing, and for more than ten years.
 */
export function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,6})([a-z])$/.exec(text) ?? [];
  const seconds = isUnit(unit) ? Number(count) * SECONDS[unit] : 0;
  if (seconds > 0 && seconds <= LONGEST) return seconds;
  throw new InvalidArgumentError(
    "It must be a number and one of m, h, d, y, at most 10y: 90m, 12h, 30d, 1y.",
  );
}
