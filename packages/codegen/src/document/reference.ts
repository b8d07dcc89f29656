import type { JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import { member, Place } from "./place.ts";

/** Whether a name can be that of a constant. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

/** The name of the component that a `$ref` points at; throws unless it is of the kind and its name an identifier. */
export function componentName(reference: Place, kind: "schemas" | "responses"): string {
  const prefix = `#/components/${kind}/`;
  const target = reference.string();
  const name = target.startsWith(prefix) ? target.slice(prefix.length) : "";
  return isIdentifier(name) ? name : reference.fail(`unsupported $ref ${target}`);
}

/** Follows `$ref`s inside the bundled document until there is an object without one. */
export function resolve(place: Place, root: JsonObject): Place<JsonObject> {
  const seen = new Set<string>();
  let current = place.object();
  for (let reference = member(current, "$ref"); reference; reference = member(current, "$ref")) {
    const target = reference.string();
    if (seen.has(target)) reference.fail(`$ref ${target} leads back to itself`);
    seen.add(target);
    current = lookUp(reference, target, root);
  }
  return current;
}

function lookUp(reference: Place, target: string, root: JsonObject): Place<JsonObject> {
  if (!target.startsWith("#/")) reference.fail(`unsupported $ref ${target}`);
  let current: Place<JsonObject> = new Place(root);
  for (const token of target.slice(2).split("/")) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const next = member(current, name);
    if (!next || !isObject(next.value)) return reference.fail(`$ref ${target} points at nothing`);
    current = next.object();
  }
  return current;
}
