import { invalid, type Rejected } from "@hostscan/core";
import { type RawBuilder, sql } from "kysely";

/** A list, so that no cursor of one is taken for another's. */
export type ListName = "hosts" | "entries" | "accounts" | "changes" | "credentials" | "keys";

/** Where a page ends: what its last item is ordered by. Opaque to callers. */
export function writePageKey(list: ListName, ...parts: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...parts])).toString("base64url");
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MICROSECONDS = /^\d{1,16}$/;
const TEXT = /^[^\0]*$/;

/** What the parts of each list's keys are. */
const PARTS: Readonly<Record<ListName, readonly RegExp[]>> = {
  hosts: [UUID],
  entries: [/^\d$/, TEXT],
  accounts: [TEXT, UUID],
  changes: [MICROSECONDS, UUID],
  credentials: [TEXT],
  keys: [UUID, /^[a-z]+$/],
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return undefined;
  }
}

/**
 * The parts of a key that {@link writePageKey} has made; undefined for one of the caller's own making, or one that was
 * changed: `Buffer` passes over what is no base64.
 */
export function readPageKey(list: ListName, text: string): readonly string[] | undefined {
  const value = parsed(text);
  if (!Array.isArray(value) || value.shift() !== list || value.length !== PARTS[list].length)
    return undefined;
  const parts = PARTS[list].flatMap((form, index) => {
    const part: unknown = value[index];
    return typeof part === "string" && form.test(part) && part.isWellFormed() ? [part] : [];
  });
  return parts.length === PARTS[list].length && writePageKey(list, ...parts) === text ? parts : undefined;
}

export const foreignPageKey: Rejected = invalid([{ path: "after", message: "is not a cursor of this list" }]);

/** What keeps an answer within bounds: a page ends once it holds so many bytes, one item at least. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * SQL of a page of `found`, rows of which each has its `bytes`, in an order: as many of them as fit, and how many were
 * found.
 */
export const fitting = (found: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql`
  select * from (
    select found.*, count(*) over ()::integer as found, sum(bytes) over (order by ${order}) - bytes as "bytesBefore"
    from (${found}) as found
  ) as page where "bytesBefore" < ${sql.lit(MOST_BYTES)} order by ${order}`;

/**
 * One more than was asked for tells that there are more; the last of the page is where the next one begins.
 *
 * @param found how many there were, if not all of them fit
 */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (last: T) => string,
  found = rows.length,
): { readonly items: readonly T[]; readonly next?: string } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return found > items.length && last !== undefined ? { items, next: keyOf(last) } : { items };
}
