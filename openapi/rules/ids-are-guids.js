/**
 * Whatever is called an id, alone or at the end of its name. A request id is the caller's own, and the ids that a Unix has
 * for its users and groups are numbers.
 */
const isId = (name) => /^(id|(?!unix)[a-z].*Id)$/.test(name);

/** Every id is a GUID, as everywhere in the API: a string of 36 characters with the format `uuid`. */
export const idsAreGuids = () => {
  function check(name, schema, place, { report, resolve }) {
    if (!isId(name)) return;
    const guid = [schema, ...(schema?.oneOf ?? []), ...(schema?.anyOf ?? [])].some((option) => {
      const { node } = option?.$ref ? resolve(option, place.source.absoluteRef) : { node: option };
      return (
        [node?.type].flat().includes("string") &&
        node.format === "uuid" &&
        node.minLength === 36 &&
        node.maxLength === 36
      );
    });
    if (guid) return;
    report({ message: `The id "${name}" must be a GUID: \`format: uuid\`, 36 characters.`, location: place });
  }

  return {
    Parameter({ name, in: where, schema }, context) {
      if (where !== "header") check(name, schema, context.location.child("schema"), context);
    },
    Schema({ properties = {} }, context) {
      for (const [name, schema] of Object.entries(properties)) {
        check(name, schema, context.location.child(["properties", name]), context);
      }
    },
  };
};
