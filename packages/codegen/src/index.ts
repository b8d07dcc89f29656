export { UnsupportedSpecError } from "./document/place.ts";
export { generate } from "./generate.ts";
