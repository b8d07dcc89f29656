import { isIdentifier, type Json, member, type Place } from "./place.ts";

/** A generated module. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

const notice = "// Generated from the OpenAPI document by packages/contract/src/generate; do not edit.\n";

/** A generated module: its imports, then its statements. */
export function generatedFile(
  name: string,
  imports: readonly string[],
  statements: readonly string[],
): GeneratedFile {
  const head = imports.length > 0 ? `${imports.join("\n")}\n` : "";
  return { name, text: [notice + head, ...statements].join("\n") };
}

/** The lines of a text, moved two spaces to the right. */
export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

/** Members between braces, one a line. */
export function braces(lines: readonly string[]): string {
  return lines.length === 0 ? "{}" : `{\n${indent(lines.join("\n"))}\n}`;
}

/** Members between braces, on one line where they are short and there is one for each. */
export function block(lines: readonly string[]): string {
  const flat = `{ ${lines.join(" ").replace(/,$/, "")} }`;
  return flat.length <= width && !flat.includes("\n") && lines.length > 0 ? flat : braces(lines);
}

/** The name of a member as it stands in an object literal: quoted only where it must be. */
export function memberName(name: string): string {
  return isIdentifier(name) || /^[1-9]\d{0,8}$/.test(name) ? name : JSON.stringify(name);
}

const short = 80;

/** A JSON value as a literal of TypeScript, on one line where it is short. */
export function literal(value: Json): string {
  const flat = flatLiteral(value);
  if (flat.length <= short) return flat;
  if (Array.isArray(value))
    return `[\n${indent(value.map((item: Json) => `${literal(item)},`).join("\n"))}\n]`;
  if (typeof value !== "object" || value === null) return flat;
  return braces(Object.entries(value).map(([name, item]) => `${memberName(name)}: ${literal(item)},`));
}

function flatLiteral(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flatLiteral).join(", ")}]`;
  const entries = Object.entries(value).map(([name, item]) => `${memberName(name)}: ${flatLiteral(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

const width = 100;

/** The description of a value of the document as a comment of its own lines; empty where there is none. */
export function docstring(place: Place): string {
  const description = member(place.object(), "description")?.string().trim();
  if (!description) return "";
  const lines = description.replaceAll("*/", "*\\/").split("\n").flatMap(wrap);
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

/** Breaks a line at spaces. The row of a table stays whole. */
function wrap(line: string): string[] {
  if (line.startsWith("|")) return [line];
  return line.match(new RegExp(`.{1,${width}}(?=\\s|$)|\\S+`, "g"))?.map((part) => part.trim()) ?? [""];
}

/** What emitted code may name; whoever writes the file turns it into imports. */
export interface SchemaScope {
  /** Names a schema component, and returns the expression for it, e.g. `schemas.HostId`. */
  component(name: string): string;
  /** Names zod (`z`) or a function of the runtime, and returns the name. */
  use(name: string): string;
}

/** Emits a nested schema. */
export type Emit = (place: Place) => string;

/** A scope that remembers what was named, for the imports at the head of the file. */
export interface RecordingScope extends SchemaScope {
  /** The import statements for all that was named. */
  imports(): string[];
}

/** A scope for a file that holds the schemas itself, or imports them. */
export function recordingScope({ holdsSchemas = false } = {}): RecordingScope {
  const names = new Set<string>();
  let importsSchemas = false;
  return {
    component(name) {
      if (holdsSchemas) return name;
      importsSchemas = true;
      return `schemas.${name}`;
    },
    use(name) {
      names.add(name);
      return name;
    },
    imports() {
      const runtime = [...names].filter((name) => name !== "z").sort();
      return [
        ...(names.has("z") ? ['import { z } from "zod";'] : []),
        ...(runtime.length > 0 ? [`import { ${runtime.join(", ")} } from "../runtime.ts";`] : []),
        ...(importsSchemas ? ['import * as schemas from "./schemas.ts";'] : []),
      ];
    },
  };
}
