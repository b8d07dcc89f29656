import { isPassedOver, unbounded } from "./schemas/unbounded.js";

/** Forms that are written row by row and read so: they have no bound in all. */
const STREAMED = new Set(["text/csv", "application/jsonl"]);

/**
 * No array and no string in an answer or its headers is without an upper bound, however deep it lies, so that a caller
 * knows what to make room for. Only words for people, which say so in their description, are as long as they must be,
 * and lists that are streamed.
 */
export const answersAreBounded = () => {
  const checked = new Set();

  function check(schema, place, context) {
    for (const { type, limit, location } of unbounded(schema, place, context, checked, isPassedOver)) {
      context.report({ message: `The ${type} is part of an answer and must have \`${limit}\`.`, location });
    }
  }

  return {
    Header({ schema }, context) {
      check(schema, context.location.child("schema"), context);
    },
    Response({ content = {} }, context) {
      for (const [name, { schema }] of Object.entries(content)) {
        if (!STREAMED.has(name)) check(schema, context.location.child(["content", name, "schema"]), context);
      }
    },
  };
};
