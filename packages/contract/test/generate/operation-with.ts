import { type Operation, operationsOf } from "../../src/generate/operations.ts";
import { type JsonObject, Place } from "../../src/generate/place.ts";

const minimal = {
  operationId: "Scan",
  "x-roles": ["Admin"],
  security: [{ Bearer: [] }],
  responses: { "204": { description: "Done." } },
};

/** One operation, `POST /scan/{id}`, with the given members besides those it must have. */
export function operationWith(members: object, components: object = {}): Operation {
  const paths = { "/scan/{id}": { post: { ...minimal, ...members } } };
  const document: JsonObject = JSON.parse(JSON.stringify({ paths, components }));
  const [operation] = operationsOf(new Place(document));
  if (!operation) throw new Error("there is no operation");
  return operation;
}
