import type { JsonObject } from "../document/json.ts";
import type { Operation } from "../document/operations.ts";
import type { ParameterGroup } from "../document/parameters.ts";
import { members, type Place } from "../document/place.ts";
import { contentsOf } from "../operation/body.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";
import { indent } from "../output/layout.ts";

/**
 * `types.test-d.ts`: that zod's types are those of `types.ts`, for every schema component and every part of a request.
 * An assertion that does not hold does not compile, and names what differs.
 */
export function proofFile(schemas: Place<JsonObject>, operations: readonly Operation[]): GeneratedFile {
  const proofs = [
    ...members(schemas).map(([name]) => proof(name, `schemas.${name}`, `components["schemas"]["${name}"]`)),
    ...operations.flatMap((operation) => [...proveParameters(operation), ...proveBody(operation)]),
  ];
  return generatedFile(
    "types.test-d.ts",
    [
      'import type { z } from "zod";',
      'import type { operationTable } from "./operations.ts";',
      'import type { Assert, Filled, LowerCase, Same } from "./runtime/same.test-d.ts";',
      'import type * as schemas from "./schemas.ts";',
      'import type { components, operations } from "./types.ts";',
    ],
    [`export type Proofs = [\n${indent(proofs.join("\n"))}\n];\n`],
  );
}

function proof(name: string, parsed: string, declared: string): string {
  return `Assert<Same<"${name}", z.output<typeof ${parsed}>, ${declared}>>,`;
}

const declaredGroups: Record<ParameterGroup, (group: string, defaulted: string) => string> = {
  params: (group) => `${group}["path"]`,
  query: (group, defaulted) => `Filled<NonNullable<${group}["query"]>, ${defaulted}>`,
  headers: (group) => `LowerCase<NonNullable<${group}["header"]>>`,
};

function proveParameters({ id, parameters }: Operation): string[] {
  return [...Map.groupBy(parameters, ({ group }) => group)].map(([group, members]) => {
    const defaulted = members.flatMap(({ preset, name }) => (preset ? [JSON.stringify(name)] : []));
    const declared = declaredGroups[group](
      `operations["${id}"]["parameters"]`,
      defaulted.join(" | ") || "never",
    );
    return proof(`${id} ${group}`, `operationTable.${id}.${group}`, declared);
  });
}

function proveBody({ id, body }: Operation): string[] {
  const [content] = body ? contentsOf(body) : [];
  if (!content) return [];
  const declared = `NonNullable<operations["${id}"]["requestBody"]>["content"]["${content.type}"]`;
  return [proof(`${id} body`, `operationTable.${id}.body.schema`, declared)];
}
