/** Reading a bundled document, place by place: what other tools of the document share with the generator. */
export { bundle } from "./bundle.ts";
export { isObject, type Json, type JsonObject } from "./json.ts";
export { type Operation, operationsOf } from "./operations.ts";
export type { Parameter } from "./parameters.ts";
export {
  member,
  memberObject,
  members,
  Place,
  requiredMember,
  UnsupportedSpecError,
} from "./place.ts";
export { type RedoclyRun, redocly } from "./redocly.ts";
export { componentName, resolve } from "./reference.ts";
