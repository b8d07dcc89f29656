import { withoutSequences } from "../../facts/control-sequences.ts";

/** How much of the end of what a device printed is looked at. */
const LOOKED_AT = 500;
/** Of a long line, devices show its end. */
const LEAST_ECHO = 8;
const BEHIND_ECHO = /^[ \b]{0,9}[\r\n]/;

/** The last lines that are not empty, as they are seen. */
export function linesAtEnd(printed: string): readonly string[] {
  return linesOfEnd(printed).filter((line) => line !== "");
}

/** The line that the device is at. */
export function lastLine(printed: string): string {
  return linesOfEnd(printed).at(-1) ?? "";
}

function linesOfEnd(printed: string): readonly string[] {
  return withoutSequences(printed.slice(-LOOKED_AT))
    .split(/[\r\n]/)
    .map((line) => line.trim());
}

/** Whether a line may be a prompt, of a device of whatever name; a rule of a banner is none. */
export function isPrompt(line: string): boolean {
  return /[>#]$/.test(line) && /[^\s<>#]/.test(line);
}

/** Whether a prompt is that of the privileged. */
export const isPrivileged = (prompt: string): boolean => prompt.endsWith("#");

/** Whether a device has shown what was typed: what it prints before that answers something else. */
export function isEchoed(typed: string, printed: string): boolean {
  const end = typed.slice(-LEAST_ECHO);
  for (let at = printed.indexOf(end); at !== -1; at = printed.indexOf(end, at + 1)) {
    if (BEHIND_ECHO.test(printed.slice(at + end.length, at + end.length + LEAST_ECHO + 2))) return true;
  }
  return false;
}
