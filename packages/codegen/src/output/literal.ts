import type { Json } from "../document/json.ts";
import { braces, indent, memberName } from "./layout.ts";

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
