import { basename } from "node:path";

/** The name of the schema at a place, if it has one: a component's, or that of a file that is one. */
export function schemaName({ pointer, source }) {
  const [, component] = /^#\/components\/schemas\/([^/]+)$/.exec(pointer) ?? [];
  if (component !== undefined) return component;
  return pointer === "#/" ? basename(source.absoluteRef, ".yaml") : undefined;
}
