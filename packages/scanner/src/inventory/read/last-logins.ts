import { type Blocks, integer, linesOf, moment, second } from "./entry.ts";

/** `Thu Nov 28 17:00:00 +0000 2026` at the end of a line; the BSDs have no zone, which is UTC then. */
const DATE = / ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d)(?: ([+-]\d{4}))? (\d{4})$/;
const LONGEST_DATE = 40;

/** When each account was last logged in to, by lastlog(8), lastlogin(8) or AIX's file. */
export function readLastLogins(blocks: Blocks): ReadonlyMap<string, string> {
  const logins = new Map<string, string>();
  for (const line of linesOf(blocks, "lastlog")) {
    const [name = ""] = line.split(" ", 1);
    const when = second(integer(/ @(\d{1,12})$/.exec(line.slice(-LONGEST_DATE))?.[1])) ?? dateOf(line);
    if (when !== undefined) logins.set(name, when);
  }
  return logins;
}

function dateOf(line: string): string | undefined {
  const [, month, day, time, zone = "+0000", year] = DATE.exec(line.slice(-LONGEST_DATE).trimEnd()) ?? [];
  return month === undefined ? undefined : moment(Date.parse(`${day} ${month} ${year} ${time} ${zone}`));
}
