import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parse } from "yaml";

/** What is written for people by way of example binds nobody. */
const EXAMPLES = ["example", "examples", "x-codeSamples", "enum", "x-enum-varnames"];

/** Words that a sentence binds a server with, and numbers. */
const BINDING =
  /\b(must|never|all|each|every|same|only|alone|none|default|at most|at least|one|two|three|five|ten|once|twice)\b|\d/i;

export const mayBind = (sentence) => BINDING.test(sentence);

/** Every sentence that a document says in its descriptions, by its place: the file, and the JSON Pointer into it. */
export function sentencesOf(rootFile) {
  const root = dirname(rootFile);
  const found = new Map();
  const read = new Set();
  const readFile = (file) => {
    if (read.has(file)) return;
    read.add(file);
    walk(parse(readFileSync(file, "utf8")), file, "", false);
  };
  const walk = (node, file, pointer, named) => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (EXAMPLES.includes(key) && !named) continue;
      if (key === "$ref" && typeof value === "string") follow(value, file);
      const place = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const isText = !named && ["description", "summary"].includes(key) && typeof value === "string";
      if (isText) found.set(`${relative(root, file)}#${place}`, split(value));
      else walk(value, file, place, key === "properties" && !named);
    }
  };
  const follow = (reference, file) => {
    const [path] = reference.split("#");
    if (path?.endsWith(".yaml")) readFile(resolve(dirname(file), path));
  };
  readFile(rootFile);
  return found;
}

/** What stands at a place of a document that is in several files; undefined where nothing does. */
export function valueAt(rootFile, place) {
  const [file, pointer = ""] = place.split("#");
  const keys = pointer.split("/").slice(1);
  try {
    const node = parse(readFileSync(resolve(dirname(rootFile), file), "utf8"));
    return keys.reduce((value, key) => value?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], node);
  } catch {
    return undefined;
  }
}

/** The sentences of a Markdown text; rows of a table and items of a list are such. Code and headings are not. */
function split(markdown) {
  const blocks = markdown.replaceAll(/^ *```[\s\S]*?^ *```/gm, "\n\n").split(/\n\s*\n/);
  return blocks.flatMap((block) => {
    const lines = block.split("\n").flatMap((line) => line.trim() || []);
    if (lines[0]?.startsWith("#")) return [];
    if (lines[0]?.startsWith("|")) return lines.slice(2).map(row);
    return items(lines).flatMap((item) => item.split(/(?<=[.!?])\**\s+(?=[A-Z`*"'([])/));
  });
}

const row = (line) =>
  line
    .replaceAll(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim())
    .join(" | ");

function items(lines) {
  const found = [];
  for (const line of lines) {
    if (line.startsWith("- ") || found.length === 0) found.push(line.replace(/^- /, ""));
    else found.push(`${found.pop()} ${line}`);
  }
  return found;
}
