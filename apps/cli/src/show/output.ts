import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { escaped } from "../cli/plain-text.ts";
import { print, printJson } from "../cli/print.ts";

/** How a command is asked to print. */
export interface OutputFlags {
  readonly output?: "table" | "wide" | "json";
  readonly json?: true;
  readonly jq?: string;
}

/** Whether JSON is wanted: by `-o json`, `--json` or `--jq`. */
export function wantsJson({ output, json, jq }: OutputFlags): boolean {
  return output === "json" || json === true || jq !== undefined;
}

/** Prints a value as one JSON document, or what a jq filter makes of it. */
export async function printValue(io: Pick<Io, "stdout">, value: unknown, { jq }: OutputFlags): Promise<void> {
  if (jq === undefined) return printJson(io, value);
  const text = await runJq(JSON.stringify(value), jq);
  if (text !== "") await print(io, `${text.split("\n").map(escaped).join("\n")}\n`);
}

/**
 * Refuses a jq filter that is none, before anything is asked of a server.
 *
 * @throws {CommandFailure}
 */
export async function checkJq({ jq }: OutputFlags): Promise<void> {
  // The filter is compiled, and not run. It may end with a comment.
  if (jq !== undefined) await runJq("null", `if false then (${jq}\n) else empty end`);
}

async function runJq(input: string, filter: string): Promise<string> {
  // 1.3 MB of WebAssembly: for those who ask for it.
  const { raw } = await import("jq-wasm");
  try {
    return (await raw(input, filter, ["-r", "-c"])).replace(/\n$/, "");
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new CommandFailure("BadInput", reason.replace(/ at <top-level>.*$| \(at \S+\)/, ""));
  }
}
