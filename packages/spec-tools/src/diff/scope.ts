import { type Json, type JsonObject, member, type Place } from "@hostscan/contract/generate";
import { wording } from "./change.ts";
import { Changes } from "./changes.ts";
import type { Site } from "./site.ts";

/** The two documents under comparison, and what was found. */
export class Scope {
  readonly base: JsonObject;
  readonly revision: JsonObject;
  readonly changes = new Changes();
  readonly #visited = new Set<string>();

  constructor(base: JsonObject, revision: JsonObject) {
    this.base = base;
    this.revision = revision;
  }

  /** Whether a comparison has not been made yet: schemas may lead back to themselves. */
  first(...key: readonly (string | undefined)[]): boolean {
    const text = JSON.stringify(key);
    if (this.#visited.has(text)) return false;
    this.#visited.add(text);
    return true;
  }

  /** Compares members that only people read. */
  compareWording(
    base: Place<JsonObject>,
    revision: Place<JsonObject>,
    names: readonly string[],
    site: Site,
  ): void {
    for (const name of names) {
      if (!same(member(base, name)?.value, member(revision, name)?.value)) {
        this.changes.add(site, name, wording);
      }
    }
  }
}

/** Whether two JSON values are the same, whatever the order of their members. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: Json | undefined): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}

/** Throws on a member that no comparison looks at: a change of it would go unseen. */
export function checkMembers(place: Place<JsonObject>, known: readonly string[]): void {
  for (const name of Object.keys(place.value)) {
    if (!known.includes(name)) place.fail(`no comparison knows ${name}`);
  }
}
