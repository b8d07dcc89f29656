import type { Place } from "../document/place.ts";
import { member } from "../document/place.ts";

const width = 100;

/** The description of a value of the document as a comment of its own lines; empty where there is none. */
export function docstring(place: Place): string {
  const description = member(place.object(), "description")?.string().trim();
  if (!description) return "";
  const lines = description.replaceAll("*/", "*\\/").split("\n").flatMap(wrap);
  if (lines.length === 1) return `/** ${lines.join("")} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

/** Breaks a line at spaces. The row of a table stays whole. */
function wrap(line: string): string[] {
  if (line.startsWith("|")) return [line];
  return line.match(new RegExp(`.{1,${width}}(?=\\s|$)|\\S+`, "g"))?.map((part) => part.trim()) ?? [""];
}
