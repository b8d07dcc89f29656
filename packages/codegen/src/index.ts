export { UnsupportedSpecError } from "./document/place.ts";
export { generate, generateFrom, typeFiles } from "./generate.ts";
export type { GeneratedFile } from "./output/file.ts";
