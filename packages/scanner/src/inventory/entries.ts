import { setImmediate as nextTurn } from "node:timers/promises";
import type { ToldSecrets } from "./mask/told-secrets.ts";
import { byText } from "./read/entry.ts";

/** The most entries of a host, of all sections. */
export const MAX_ENTRIES = 20_000;
/** What is told of a host that has more. */
export const MORE_ENTRIES = `The host has more than ${MAX_ENTRIES} entries.`;
/** How long the reading may hold up everything else at a time, in milliseconds. */
const SLICE_MS = 10;

/** How many more entries are taken of a host. */
export interface Budget {
  left: number;
}

/**
 * Takes the entries of a section, a slice at a time, as far as the budget goes: by their keys, in order; of those with
 * the same key the second is told apart by its number. Whether there are more.
 */
export async function takeEntries<Entry extends { readonly key: string }>(
  entries: Iterable<Entry | undefined>,
  budget: Budget,
  told: ToldSecrets,
): Promise<{ readonly taken: readonly Entry[]; readonly more: boolean }> {
  const taken: Entry[] = [];
  let since = performance.now();
  for (const entry of entries) {
    if (budget.left === 0) return { taken: uniquely(taken), more: true };
    if (entry !== undefined) {
      budget.left -= 1;
      taken.push(told(entry));
    }
    if (performance.now() - since > SLICE_MS) {
      await nextTurn();
      since = performance.now();
    }
  }
  return { taken: uniquely(taken), more: false };
}

function uniquely<Entry extends { readonly key: string }>(entries: readonly Entry[]): readonly Entry[] {
  const counts = new Map<string, number>();
  return entries
    .map((entry) => {
      const count = (counts.get(entry.key) ?? 0) + 1;
      counts.set(entry.key, count);
      return count === 1 ? entry : { ...entry, key: `${entry.key}#${count}` };
    })
    .sort((one, other) => byText(one.key, other.key));
}
