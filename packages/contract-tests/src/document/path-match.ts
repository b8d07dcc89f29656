import type { Operation } from "./operations.ts";

/** The operations of the path that a URL means; a path without parameters goes before one with (OpenAPI 3.1, 4.8.8.2). */
export function operationsAt(operations: readonly Operation[], basePath: string, url: URL): Operation[] {
  const prefix = basePath.replace(/\/$/, "");
  const candidates = operations
    .filter(({ path }) => fits(`${prefix}${path}`, url.pathname))
    .sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  return candidates.filter(({ path }) => path === candidates[0]?.path);
}

function fits(template: string, pathname: string): boolean {
  const expected = template.split("/");
  const actual = pathname.split("/");
  return (
    expected.length === actual.length &&
    expected.every((segment, i) => (segment.startsWith("{") ? actual[i] !== "" : segment === actual[i]))
  );
}
