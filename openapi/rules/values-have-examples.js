const hasExample = (node) => node.example !== undefined || Object.keys(node.examples ?? {}).length > 0;

/** What holds other values is shown by theirs, and by the examples of bodies. */
const holdsOthers = ({ type }) => [type].flat().some((name) => name === "array" || name === "object");

/** Every parameter, header and member that is one value shows such a value. A schema's serves for all that have it. */
export const valuesHaveExamples = () => {
  const expectExample =
    (what) =>
    (node, { report, location }) => {
      if (!hasExample(node)) report({ message: `The ${what(node)} must have an example.`, location });
    };

  return {
    Header: expectExample(() => "header"),
    Parameter: expectExample(({ name }) => `parameter "${name}"`),
    Schema({ properties = {} }, { report, resolve, location }) {
      for (const [member, property] of Object.entries(properties)) {
        const schemas = [property, ...(property.oneOf ?? []), ...(property.anyOf ?? [])];
        const shown = schemas.map((schema) => resolve(schema).node ?? {});
        if (shown.some((schema) => hasExample(schema) || holdsOthers(schema))) continue;
        report({
          message: `The member "${member}" must have an example.`,
          location: location.child(["properties", member]).key(),
        });
      }
    },
  };
};
