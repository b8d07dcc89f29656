import type { Change, Verdict } from "./change.ts";
import type { Site } from "./site.ts";

/** The changes found so far. One that is met in several operations is one change. */
export class Changes {
  readonly #found = new Map<string, Change>();

  add(site: Site, what: string, verdict: Verdict): void {
    const { operation, spot, direction } = site;
    const place = direction && verdict.impact !== "wording" ? inDirection(spot, direction) : spot;
    const key = JSON.stringify([place, what, verdict.impact]);
    const operations = this.#found.get(key)?.operations ?? [];
    const all = operation === undefined ? operations : [...new Set([...operations, operation])];
    this.#found.set(key, { place, what, ...verdict, operations: all });
  }

  /** All changes, the breaking ones first. */
  list(): Change[] {
    const order = ["breaking", "compatible", "wording"];
    return [...this.#found.values()].sort((a, b) => order.indexOf(a.impact) - order.indexOf(b.impact));
  }
}

/** Spots that begin with a word for a part of a call say themselves which way the values go. */
function inDirection(spot: string, direction: string): string {
  return /^(request body|answer \d|path |query |header )/.test(spot) ? spot : `${spot} (${direction})`;
}
