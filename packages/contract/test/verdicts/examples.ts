import { type Json, openapiDocument } from "../../src/document.ts";
import { follow, lookUp, pointerOf } from "../document-pointer.ts";
import { entries, isObject, throughJson } from "../json.ts";
import { ajvVerdict } from "./ajv.ts";
import { type Path, places } from "./places.ts";

/** An example, and the JSON Pointer of the schema in the document that it is an example of. */
export type Example = readonly [pointer: string, value: Json];

/** Every example in the document, and what stands inside it by the schemas of its members and items. */
export function collectExamples(): Example[] {
  return places(throughJson(openapiDocument))
    .flatMap(([path, holder]) => writtenAt(path, holder))
    .flatMap(withNested);
}

/** The examples written at a place: beside a `schema`, or in the `examples` of a schema. */
function writtenAt(path: Path, holder: Json): Example[] {
  if (!isObject(holder)) return [];
  const pointer = pointerOf(path);
  const { schema, example, examples } = holder;
  if (Array.isArray(examples)) return examples.map((value: Json) => [pointer, value]);
  if (!isObject(schema)) return [];
  const named = entries(examples).map(([name]) => lookUp(follow([...path, "examples", name, "value"])));
  return [...named, example].flatMap((value): Example[] =>
    value === undefined ? [] : [[`${pointer}/schema`, value]],
  );
}

/** An example, and those inside it, each of the schema of its own member or item. */
function withNested(example: Example): Example[] {
  const [pointer, value] = example;
  const inside = entries(lookUp(pointer)).flatMap(([keyword, operand]) => nested(keyword, operand, example));
  return [[pointer, value], ...inside.flatMap(withNested)];
}

function nested(keyword: string, operand: Json, [pointer, value]: Example): Example[] {
  switch (keyword) {
    case "$ref":
      return [[String(operand), value]];
    case "oneOf":
      return Object.keys(operand ?? {})
        .map((index) => `${pointer}/oneOf/${index}`)
        .filter((option) => ajvVerdict(option)(value))
        .map((option) => [option, value]);
    case "items":
      return Array.isArray(value) ? value.map((item: Json) => [`${pointer}/items`, item]) : [];
    case "properties": {
      const named = new Set(entries(operand).map(([name]) => name));
      const members = entries(value).filter(([name]) => named.has(name));
      return members.map(([name, inner]) => [`${pointer}/properties/${name}`, inner]);
    }
    default:
      return [];
  }
}
