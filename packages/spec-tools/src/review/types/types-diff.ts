import { type GeneratedFile, type JsonObject, typeFiles } from "@hostscan/contract/generate";
import { type StructuredPatchHunk, structuredPatch } from "diff";

/**
 * The names of the blocks that a line of generated code stands in, joined by dots:
 * `components.schemas.HostScanJobRequest`. They are told by indentation, which generated code keeps.
 */
export function enclosing(lines: readonly string[], index: number): string {
  const names: string[] = [];
  const [start = "", ...above] = lines.slice(0, index + 1).toReversed();
  let depth = depthOf(start);
  for (const line of above) {
    const name = /^\s*(?:export )?(?:interface |const )?("[^"]+"|[\w$]+)\??(?::| =)? \{$/.exec(line)?.[1];
    if (name === undefined || depthOf(line) >= depth) continue;
    depth = depthOf(line);
    names.unshift(name);
  }
  return names.join(".");
}

const depthOf = (line: string): number => line.search(/\S|$/);

/** How the types that callers get have changed. */
export interface TypesDiff {
  /** Lines that are new, and lines that are gone. */
  readonly added: number;
  readonly removed: number;
  /** A unified diff; empty where nothing has changed. */
  readonly lines: readonly string[];
}

/** Compares the types of two documents, both made by the generator of today: what differs is the documents' doing. */
export async function diffTypes(base: JsonObject, revision: JsonObject): Promise<TypesDiff> {
  const [before, now] = await Promise.all([typeFiles(base), typeFiles(revision)]);
  const lines = now.flatMap((file) => {
    const old = before.find(({ name }) => name === file.name);
    return old === undefined ? [] : diffFile(old, file);
  });
  return { added: count(lines, /^\+(?!\+\+ )/), removed: count(lines, /^-(?!-- )/), lines };
}

const count = (lines: readonly string[], pattern: RegExp): number =>
  lines.filter((line) => pattern.test(line)).length;

function diffFile({ name, text: old }: GeneratedFile, { text }: GeneratedFile): string[] {
  const { hunks } = structuredPatch(name, name, old, text, "", "", { context: 3 });
  if (hunks.length === 0) return [];
  const [before, now] = [old.split("\n"), text.split("\n")];
  return [
    `--- ${name}`,
    `+++ ${name}`,
    ...hunks.flatMap((hunk) => [heading(hunk, before, now), ...hunk.lines]),
  ];
}

/** The heading of a hunk, and the blocks that its first change stands in, as git would tell the function. */
function heading(hunk: StructuredPatchHunk, before: readonly string[], now: readonly string[]): string {
  const context = Math.max(
    hunk.lines.findIndex((line) => !line.startsWith(" ")),
    0,
  );
  const block = hunk.lines[context]?.startsWith("-")
    ? enclosing(before, hunk.oldStart - 1 + context)
    : enclosing(now, hunk.newStart - 1 + context);
  const range = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`;
  return `${range} ${block}`.trimEnd();
}
