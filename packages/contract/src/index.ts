/**
 * The Host Scan Job API in types and enumerations, as generated from the OpenAPI document.
 *
 * Imports nothing at run time but the enumerations' constants, so that it may go into a browser.
 *
 * @packageDocumentation
 */

/** The API's integer enumerations: `ActionStatus.Running === 1`. */
export * from "./generated/enumerations.ts";
/** The schemas by name (`components["schemas"]`), the operations by operationId, and both by path. */
export type { components, operations, paths } from "./generated/types.ts";
