import { UnsupportedSpecError } from "@hostscan/contract/generate";
import { SpecDiffError } from "./sources/releases.ts";

/**
 * Runs a command to its exit code. What is wrong with what was asked for, or with what the document holds, is told in
 * one line, and is 2.
 */
export async function exitCodeOf(
  command: () => Promise<number>,
  writeError: (text: string) => void,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (!isForPeople(error)) throw error;
    writeError(`error: ${error.message}\n`);
    return 2;
  }
}

function isForPeople(error: unknown): error is Error {
  if (error instanceof SpecDiffError || error instanceof UnsupportedSpecError) return true;
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
