import { UnsupportedSpecError } from "@hostscan/codegen/document";
import { SpecDiffError } from "./sources/releases.ts";

/** Whether an error is about what was asked for or what the document holds, and its message says enough. */
export function isForPeople(error: unknown): error is Error {
  if (error instanceof SpecDiffError || error instanceof UnsupportedSpecError) return true;
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
