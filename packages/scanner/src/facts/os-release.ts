const ASSIGNMENT = /^\s*([A-Z][A-Z0-9_]*)=(.*)$/;

/** Reads an `os-release` file (freedesktop.org os-release(5)): shell-like assignments, quoted or not. */
export function parseOsRelease(lines: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = ASSIGNMENT.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, unquote(value.trim()));
  }
  return values;
}

function unquote(value: string): string {
  const single = /^'(.*)'$/.exec(value)?.[1];
  if (single !== undefined) return single;
  const double = /^"(.*)"$/.exec(value)?.[1] ?? value;
  return double.replace(/\\(["$`\\])/g, "$1");
}
