import { type Blocks, fieldsOf, groupsOf, integer, linesIn, moment, type Stepwise, second } from "./entry.ts";

/** `Thu Nov 28 17:00:00 +0000 2026` at the end of a line; the BSDs have no zone, which is UTC then. */
const DATE = / ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d)(?: ([+-]\d{4}))? (\d{4})$/;
const LONGEST_DATE = 40;

/** When each account was last logged in to, by lastlog(8), lastlogin(8) or AIX's file. */
export function* readLastLogins(blocks: Blocks): Stepwise<ReadonlyMap<string, string>> {
  const logins = new Map<string, string>();
  for (const line of linesIn(blocks, "lastlog")) {
    yield;
    const when = second(integer(groupsOf(/ @(\d{1,12})$/, line.slice(-LONGEST_DATE))?.(1))) ?? dateOf(line);
    if (when !== undefined) logins.set(fieldsOf(line, " ")(0), when);
  }
  return logins;
}

function dateOf(line: string): string | undefined {
  const found = groupsOf(DATE, line.slice(-LONGEST_DATE).trimEnd());
  return (
    found && moment(Date.parse(`${found(2)} ${found(1)} ${found(5)} ${found(3)} ${found(4) || "+0000"}`))
  );
}
