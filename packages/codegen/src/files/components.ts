import type { JsonObject } from "../document/json.ts";
import { members, type Place } from "../document/place.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";
import { braces } from "../output/layout.ts";
import { literal } from "../output/literal.ts";

/** `components.ts`: what an app that emits its own document needs besides the routes, word for word. */
export function componentsFile(document: JsonObject, components: Place<JsonObject>): GeneratedFile {
  const { paths: _paths, components: _components, ...head } = document;
  const calls = members(components).flatMap(([kind, named]) =>
    members(named.object()).map(([name, { value }]) => {
      const target = `${JSON.stringify(kind)}, ${JSON.stringify(name)}`;
      return `registry.registerComponent(${target}, ${literal(value)});`;
    }),
  );
  return generatedFile(
    "components.ts",
    ['import type { OpenAPIHono } from "@hono/zod-openapi";'],
    [
      `export const documentHead = ${literal(head)};\n`,
      'type Registry = OpenAPIHono["openAPIRegistry"];\n',
      `export function registerComponents(registry: Registry): void ${braces(calls)}\n`,
    ],
  );
}
