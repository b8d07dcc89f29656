/**
 * Validation of answers by the contract's schemas, for `createHostScanClient({ …, validate })`. Apart from the client
 * itself, since it brings zod along.
 *
 * @packageDocumentation
 */
export { validate } from "./validate.ts";
