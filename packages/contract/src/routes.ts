/**
 * The operations of the OpenAPI document, for a server.
 *
 * @packageDocumentation
 */

/**
 * For an app that emits its own document: the document's head (all but paths and components), and a function that
 * registers its components, word for word.
 */
export { documentHead, registerComponents } from "./generated/components.ts";
/**
 * What the document says of each operation, by operationId: method, path, roles, schemas of the request, and declared
 * answers. The schemas take a request as it comes off the wire: parameters as strings, an array of them for one that is
 * given more than once; names of headers in lower case; the body as parsed JSON.
 */
export { operationTable } from "./generated/operations.ts";
/** A `createRoute` of `@hono/zod-openapi` for each operation, by operationId. It documents what the document says. */
export { routes } from "./generated/routes.ts";
export type { OperationDefinition } from "./generated/runtime/index.ts";
