import { fenceFor, fitting, visible } from "../../diff/index.ts";
import type { TypesDiff } from "../types/types-diff.ts";
import { folded, grouped, type Section } from "./section.ts";

/** More lines than these are folded away. */
const few = 40;

/** Characters around the lines: fences, the summary, the note. */
const around = 300;

/** How the generated types changed, as a diff; one line where they did not. */
export function typesSection({ lines, added, removed }: TypesDiff, room: number): Section {
  const title = "Generated types";
  if (lines.length === 0) return { title, body: "as they were." };
  const shown = lines.map((line) => visible(line));
  const fence = fenceFor(shown.join("\n"), 3);
  const { kept, left } = fitting(shown, room - around - 2 * fence.length);
  const note = left > 0 ? `\n\n${grouped(left)} more lines of the diff are left out here.` : "";
  const body = `${[`${fence}diff`, ...kept, fence].join("\n")}${note}`;
  const summary = `${grouped(added)} lines added, ${grouped(removed)} removed`;
  return { title, body: kept.length > few ? folded(summary, body) : body };
}
