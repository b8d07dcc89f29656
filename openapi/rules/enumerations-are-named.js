/** An enumeration of integers has a distinct name for each value, and its description explains each by name. */
export const enumerationsAreNamed = () => ({
  Schema(schema, { report, location }) {
    if (!schema.enum?.every(Number.isInteger)) return;
    const names = schema["x-enum-varnames"] ?? [];
    if (names.length !== schema.enum.length || new Set(names).size !== names.length) {
      report({
        message: "`x-enum-varnames` must give each value of the enumeration a name of its own.",
        location: location.child("x-enum-varnames").key(),
      });
      return;
    }
    const unexplained = names.filter(
      (name, i) => !schema.description?.includes(`| ${schema.enum[i]} | ${name} |`),
    );
    if (unexplained.length > 0) {
      report({
        message: `The description's table must have a row for ${unexplained.join(", ")}.`,
        location: location.child("description").key(),
      });
    }
  },
});
