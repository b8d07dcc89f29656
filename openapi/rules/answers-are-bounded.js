import { isPassedOver, unbounded } from "./schemas/unbounded.js";

/**
 * No array and no string in an answer is without an upper bound, however deep it lies, so that a caller knows what to
 * make room for. Only words for people, which say so in their description, are as long as they must be.
 */
export const answersAreBounded = () => {
  const checked = new Set();
  return {
    Response({ content = {} }, context) {
      for (const [name, { schema }] of Object.entries(content)) {
        const place = context.location.child(["content", name, "schema"]);
        for (const { type, limit, location } of unbounded(schema, place, context, checked, isPassedOver)) {
          context.report({
            message: `The ${type} is part of an answer and must have \`${limit}\`.`,
            location,
          });
        }
      }
    },
  };
};
