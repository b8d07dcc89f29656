const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;

/** Reads an `os-release` file (freedesktop.org os-release(5)): shell-like assignments, quoted or not, in capitals. */
export function parseOsRelease(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...parseAssignments(lines)].filter(([name]) => name === name.toUpperCase()));
}

/** Reads shell-like assignments, as system files have them. */
export function parseAssignments(lines: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = ASSIGNMENT.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, unquote(value.trim()));
  }
  return values;
}

/** As a shell would: a quoted value ends with its quote, one without quotes before a comment. */
function unquote(value: string): string {
  const single = /^'([^']*)'/.exec(value)?.[1];
  if (single !== undefined) return single;
  const double =
    /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1] ??
    value
      .split(/[ \t]#/, 1)
      .join("")
      .trim();
  return double.replace(/\\(["$`\\])/g, "$1");
}
