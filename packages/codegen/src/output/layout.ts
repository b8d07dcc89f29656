import { isIdentifier } from "../document/reference.ts";

/** The lines of a text, moved two spaces to the right. */
export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

/** Members between braces, one a line. */
export function braces(lines: readonly string[]): string {
  return lines.length === 0 ? "{}" : `{\n${indent(lines.join("\n"))}\n}`;
}

/** The name of a member as it stands in an object literal: quoted only where it must be. */
export function memberName(name: string): string {
  return isIdentifier(name) || /^[1-9]\d{0,8}$/.test(name) ? name : JSON.stringify(name);
}
