import { readFileSync } from "node:fs";
import { isObject, type Json, type JsonObject } from "@hostscan/contract/generate";
import { parse } from "yaml";
import type { Impact } from "../../src/diff/change.ts";

/** A change that is made to the fixture on purpose, and the verdict it must get. */
export interface Seed {
  readonly change: string;
  /** New values by JSON Pointer; undefined removes what is there. */
  readonly edits: Readonly<Record<string, Json | undefined>>;
  /** Every change that must be found: its impact, where, and what. */
  readonly verdicts: readonly (readonly [impact: Impact, place: string, what: string])[];
}

const read = (): Json => parse(readFileSync(new URL("fixtures/base.yaml", import.meta.url), "utf8"));

/** The fixture, as it is or with edits; throws where an edit changes nothing. */
export function harbour(edits: Seed["edits"] = {}): JsonObject {
  let document = read();
  for (const [pointer, value] of Object.entries(edits)) {
    document = edited(document, pointer.slice(1).split("/").map(unescaped), value);
  }
  if (!isObject(document)) throw new TypeError("The fixture is no document");
  return document;
}

const unescaped = (token: string): string => token.replaceAll("~1", "/").replaceAll("~0", "~");

function edited(target: Json | undefined, [name, ...rest]: readonly string[], value: Json | undefined): Json {
  if (name === undefined) throw new TypeError("An edit needs a place");
  if (Array.isArray(target)) {
    const items: readonly Json[] = target;
    const at = Number(name);
    const item = rest.length > 0 ? edited(items[at], rest, value) : value;
    return [...items.slice(0, at), ...(item === undefined ? [] : [item]), ...items.slice(at + 1)];
  }
  if (!isObject(target)) throw new TypeError(`There is nothing to hold ${name}`);
  const { [name]: before, ...others } = target;
  const now = rest.length > 0 ? edited(before, rest, value) : value;
  if (JSON.stringify(now) === JSON.stringify(before))
    throw new TypeError(`The edit of ${name} changes nothing`);
  return now === undefined ? others : { ...others, [name]: now };
}
