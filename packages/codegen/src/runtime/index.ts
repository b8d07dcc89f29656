export { integer, maxLength, maxProperties, minLength, minProperties, uniqueItems } from "./constraints.ts";
export { documented, undocumented } from "./documented.ts";
export type { Json, JsonObject, OpenApiDocument, OperationObject } from "./openapi-document.ts";
export type { OperationDefinition } from "./operation-definition.ts";
export { wireBoolean, wireInteger } from "./wire.ts";
