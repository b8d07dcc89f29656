import { schemaName } from "./schemas/name.js";

/** Whether there are words: not nothing, and not white space. */
const isDescribed = (node) => /\S/.test(node?.description ?? "");

/**
 * Everything that a caller meets has a description: where it stands, or where it refers to. What a schema says of
 * itself serves for every member that is one.
 */
export const everythingIsDescribed = () => {
  const expectDescription =
    (what) =>
    (node, { report, location }) => {
      if (!isDescribed(node)) report({ message: `The ${what(node)} must have a description.`, location });
    };

  return {
    Header: expectDescription(() => "header"),
    Link: expectDescription(() => "link"),
    Operation: expectDescription(() => "operation"),
    Parameter: expectDescription(({ name }) => `parameter "${name}"`),
    RequestBody: expectDescription(() => "request body"),
    Response: expectDescription(() => "answer"),
    SecurityScheme: expectDescription(() => "security scheme"),
    Server: expectDescription(({ url }) => `server ${url}`),
    Tag: expectDescription(({ name }) => `tag "${name}"`),
    Schema(schema, { report, resolve, location }) {
      const name = schemaName(location);
      if (name !== undefined && !isDescribed(schema)) {
        report({ message: `The schema "${name}" must have a description.`, location });
      }
      for (const [member, property] of Object.entries(schema.properties ?? {})) {
        if (isDescribed(property) || isDescribed(resolve(property).node)) continue;
        report({
          message: `The member "${member}" must have a description.`,
          location: location.child(["properties", member]).key(),
        });
      }
    },
  };
};
