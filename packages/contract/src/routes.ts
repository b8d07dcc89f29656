/**
 * The operations of the OpenAPI document, for a server.
 *
 * @packageDocumentation
 */

/**
 * A `createRoute` of `@hono/zod-openapi` for each operation, by operationId: with roles (`x-roles`), security, and the
 * schemas of requests and answers. Those of requests take a request as it comes off the wire: parameters as strings, an
 * array of them for one that is given more than once; names of headers in lower case; the body as parsed JSON.
 */
export { routes } from "./generated/routes.ts";
