import fc from "fast-check";
import type { Json } from "../../src/document.ts";
import { isObject } from "../json.ts";
import { changeAt, places } from "./places.ts";
import { counts, names, values } from "./values.ts";

/** One change to a JSON value. It applies to any value, at a place counted from the front. */
export type Mutation = { readonly at: number } & (
  | { readonly kind: "replace"; readonly by: Json }
  | { readonly kind: "remove" }
  | { readonly kind: "add"; readonly name: string; readonly value: Json }
  | { readonly kind: "retype" }
  | { readonly kind: "repeat"; readonly count: number }
);

/** The value after a change; the value itself where the change makes no sense at its place. */
export function mutate(value: Json, mutation: Mutation): Json {
  const all = places(value);
  const [path] = all[mutation.at % all.length] ?? [[]];
  const changed = changeAt(value, path, (old) => change(old, mutation));
  return changed === undefined ? value : changed;
}

function change(old: Json, mutation: Mutation): Json | undefined {
  switch (mutation.kind) {
    case "replace":
      return mutation.by;
    case "remove":
      return undefined;
    case "add":
      if (Array.isArray(old)) return [...old, mutation.value];
      return isObject(old) ? { ...old, [mutation.name]: mutation.value } : old;
    case "retype":
      return retype(old);
    case "repeat":
      return Array.isArray(old) ? repeat(old, mutation.count) : old;
  }
}

function retype(old: Json): Json {
  if (typeof old === "string") return old.trim() !== "" && Number.isFinite(Number(old)) ? Number(old) : [old];
  if (typeof old === "number" || typeof old === "boolean") return String(old);
  return old === null ? {} : Object.values<Json>(old);
}

/** An array of so many items, which are those of another over and over. */
export function repeat(items: readonly Json[], count: number): Json[] {
  return Array.from(
    { length: items.length > 0 ? Math.max(count, 0) : 0 },
    (_, index) => items[index % items.length] ?? null,
  );
}

const at = fc.nat({ max: 200 });

const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ at, kind: fc.constant("replace" as const), by: values }) },
  { weight: 2, arbitrary: fc.record({ at, kind: fc.constant("remove" as const) }) },
  { weight: 2, arbitrary: fc.record({ at, kind: fc.constant("add" as const), name: names, value: values }) },
  { weight: 2, arbitrary: fc.record({ at, kind: fc.constant("retype" as const) }) },
  { weight: 1, arbitrary: fc.record({ at, kind: fc.constant("repeat" as const), count: counts }) },
);

/** Values that differ from one of the examples by a few changes; they shrink to fewer. */
export function mutants(examples: readonly Json[]): fc.Arbitrary<Json> {
  return fc
    .tuple(fc.constantFrom(...examples), fc.array(mutations, { minLength: 1, maxLength: 4 }))
    .map(([example, changes]) => changes.reduce(mutate, example));
}
