import { setImmediate as nextTurn } from "node:timers/promises";
import type { ToldSecrets } from "./mask/told-secrets.ts";
import { byText } from "./read/entry.ts";

/** The most entries of a host, of all sections, and the most that they may hold together, in characters. */
export const MAX_ENTRIES = 20_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** What is told of a host that has more. */
export const MORE_ENTRIES = "The host has more than is taken of one.";
/** How long the reading may hold up everything else at a time, in milliseconds. */
const SLICE_MS = 10;

/** What is still taken of a host. */
export interface Budget {
  /** How many entries. */
  left: number;
  characters: number;
}

export const newBudget = (): Budget => ({ left: MAX_ENTRIES, characters: MAX_CHARACTERS });

/** How entries are taken. */
export interface Taking {
  readonly told: ToldSecrets;
  /** Ends the taking: nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/**
 * Takes the entries of a section, a slice at a time, as far as the budget goes: by their keys, in order; of those with
 * the same key the second is told apart by its number. Whether there are more.
 *
 * @throws an `AbortError` where the signal is aborted
 */
export async function takeEntries<Entry extends { readonly key: string }>(
  entries: Iterable<Entry | undefined>,
  budget: Budget,
  { told, signal }: Taking,
): Promise<{ readonly taken: readonly Entry[]; readonly more: boolean }> {
  const taken: Entry[] = [];
  let since = performance.now();
  for (const entry of entries) {
    if (entry !== undefined) {
      const kept = told(entry);
      // What a host says once may stand in many entries: a rule in those of all whom it is for.
      budget.characters -= JSON.stringify(kept).length;
      if (budget.left === 0 || budget.characters < 0) return { taken: uniquely(taken), more: true };
      budget.left -= 1;
      taken.push(kept);
    }
    if (performance.now() - since > SLICE_MS) {
      await nextTurn(undefined, { signal });
      since = performance.now();
    }
  }
  return { taken: uniquely(taken), more: false };
}

function uniquely<Entry extends { readonly key: string }>(entries: readonly Entry[]): readonly Entry[] {
  const used = new Set(entries.map(({ key }) => key));
  const counts = new Map<string, number>();
  return entries
    .map((entry) => {
      let count = counts.get(entry.key) ?? 0;
      // Another may be called so by itself.
      do count += 1;
      while (count > 1 && used.has(`${entry.key}#${count}`));
      counts.set(entry.key, count);
      if (count === 1) return entry;
      const key = `${entry.key}#${count}`;
      used.add(key);
      return { ...entry, key };
    })
    .sort((one, other) => byText(one.key, other.key));
}
