/** Every request and answer that has a body shows at least one, by name and with a summary. */
export const bodiesHaveExamples = () => ({
  MediaType(mediaType, { report, resolve, location }) {
    const examples = Object.entries(mediaType.examples ?? {});
    if (examples.length === 0) {
      report({
        message: "A body must have at least one named example.",
        location: location.child("examples").key(),
      });
    }
    for (const [name, example] of examples) {
      const { summary, value } = resolve(example).node;
      if (summary && value !== undefined) continue;
      report({
        message: `The example "${name}" must have a summary and a value.`,
        location: location.child(["examples", name]).key(),
      });
    }
  },
});
