import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";

/** Items between two turns of the event loop. */
const ITEMS_PER_TURN = 500;

function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * SHA-256 of what a request says, whatever the order of the members of its objects. Each item is hashed with its
 * length, so that no two lists run into one.
 */
export async function contentDigest(items: readonly unknown[]): Promise<Buffer> {
  const hash = createHash("sha256");
  for (const [index, item] of items.entries()) {
    const text = JSON.stringify(item, sortMembers);
    hash.update(`${text.length}:${text}`);
    if (index % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) await nextTurn();
  }
  return hash.digest();
}
