import { unbounded } from "./schemas/unbounded.js";

/** No array and no string that a caller sends is without an upper bound, however deep it lies. */
export const requestsAreBounded = () => {
  const checked = new Set();

  function check(schema, place, context) {
    for (const { type, limit, location } of unbounded(schema, place, context, checked)) {
      context.report({ message: `The ${type} is part of a request and must have \`${limit}\`.`, location });
    }
  }

  return {
    RequestBody({ content = {} }, context) {
      for (const [name, { schema }] of Object.entries(content)) {
        check(schema, context.location.child(["content", name, "schema"]), context);
      }
    },
    Parameter({ schema }, context) {
      check(schema, context.location.child("schema"), context);
    },
  };
};
