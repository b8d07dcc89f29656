const LIMITS = { array: "maxItems", string: "maxLength" };

/** Whether a schema is of words for people, and says so. */
export const isPassedOver = ({ description = "" }) => /\bfor people\b/.test(description);

/**
 * The arrays and strings in a schema, and in those it holds, that have no upper bound.
 *
 * `checked` keeps the schemas that have been seen: each is looked at once. Schemas that `passOver` are left out.
 */
export function* unbounded(member, place, { resolve }, checked, passOver = () => false) {
  const target = member?.$ref ? resolve(member, place.source.absoluteRef) : { node: member, location: place };
  const { node: schema, location } = target;
  if (!schema || checked.has(location.absolutePointer)) return;
  checked.add(location.absolutePointer);

  for (const [part, path] of parts(schema)) {
    yield* unbounded(part, location.child(path), { resolve }, checked, passOver);
  }
  if (schema.enum || "const" in schema) return;
  for (const type of [schema.type].flat()) {
    const limit = LIMITS[type];
    if (!limit || limit in schema || (type === "string" && passOver(schema))) continue;
    yield { type, limit, location: location.child("type") };
  }
}

/** The schemas that a schema holds, each with the way to it. */
function* parts(schema) {
  for (const keyword of ["oneOf", "anyOf", "allOf"]) {
    for (const [i, part] of (schema[keyword] ?? []).entries()) yield [part, [keyword, i]];
  }
  for (const [name, part] of Object.entries(schema.properties ?? {})) yield [part, ["properties", name]];
  if (typeof schema.additionalProperties === "object") {
    yield [schema.additionalProperties, ["additionalProperties"]];
  }
  if (schema.items) yield [schema.items, ["items"]];
}
