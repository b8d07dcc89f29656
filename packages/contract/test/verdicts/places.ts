import type { Json } from "../../src/document.ts";
import { isObject } from "../json.ts";

/** The way from a value to one inside it: names of members and indices of items. */
export type Path = readonly string[];

/** Every value inside a value, itself first, with its path. */
export function places(value: Json, path: Path = []): [path: Path, value: Json][] {
  const nested = isObject(value) || Array.isArray(value) ? Object.entries<Json>(value) : [];
  return [[path, value], ...nested.flatMap(([name, inner]) => places(inner, [...path, name]))];
}

/** The value with the one at a path replaced, or taken out where `change` returns undefined. */
export function changeAt(value: Json, path: Path, change: (old: Json) => Json | undefined): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index) =>
      String(index) === name ? present(changeAt(item, rest, change)) : [item],
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      (key === name ? present(changeAt(item, rest, change)) : [item]).map((kept) => [key, kept]),
    ),
  );
}

const present = (value: Json | undefined): Json[] => (value === undefined ? [] : [value]);
