import type { Stepwise } from "./entry.ts";

const ASSIGNED = /[=:]/;
const QUOTED = [/^"([^"]*)"/, /^'([^']*)'/] as const;

/** Shell-like assignments, and the comments of the Linux Standard Base. */
export function* assignmentsOf(lines: readonly string[]): Stepwise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const line of lines) {
    yield;
    const at = line.search(ASSIGNED);
    if (at === -1) continue;
    const value = line.slice(at + 1).trim();
    const quoted = QUOTED.map((pattern) => pattern.exec(value)?.[1]).find((each) => each !== undefined);
    // The name, whatever sign of a comment stands before it.
    const name = line
      .slice(0, at)
      .split(/[\s#]/)
      .findLast((word) => word !== "");
    if (name !== undefined) values.set(name, quoted ?? value);
  }
  return values;
}
