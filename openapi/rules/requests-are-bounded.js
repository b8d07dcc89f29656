const LIMITS = { array: "maxItems", string: "maxLength" };

/** No array and no string that a caller sends is without an upper bound, however deep it lies. */
export const requestsAreBounded = () => {
  const checked = new Set();

  function check(member, place, { report, resolve }) {
    const target = member?.$ref
      ? resolve(member, place.source.absoluteRef)
      : { node: member, location: place };
    const { node: schema, location } = target;
    if (!schema || checked.has(location.absolutePointer)) return;
    checked.add(location.absolutePointer);

    const inner = (part, path) => check(part, location.child(path), { report, resolve });
    for (const keyword of ["oneOf", "anyOf", "allOf"]) {
      for (const [i, part] of (schema[keyword] ?? []).entries()) inner(part, [keyword, i]);
    }
    for (const [name, part] of Object.entries(schema.properties ?? {})) inner(part, ["properties", name]);
    if (schema.items) inner(schema.items, ["items"]);

    if (schema.enum || "const" in schema) return;
    for (const type of [schema.type].flat()) {
      const limit = LIMITS[type];
      if (!limit || limit in schema) continue;
      report({
        message: `The ${type} is part of a request and must have \`${limit}\`.`,
        location: location.child("type"),
      });
    }
  }

  return {
    RequestBody(body, context) {
      for (const [name, { schema }] of Object.entries(body.content ?? {})) {
        check(schema, context.location.child(["content", name, "schema"]), context);
      }
    },
    Parameter(parameter, context) {
      check(parameter.schema, context.location.child("schema"), context);
    },
  };
};
