import { contentsOf, type Operation, type ParameterGroup } from "./operations.ts";
import { type JsonObject, members, type Place } from "./place.ts";
import { type GeneratedFile, generatedFile, indent } from "./text.ts";

/** `types.ts`: `paths`, `operations` and `components`, by openapi-typescript. */
export async function typesFile(document: JsonObject): Promise<GeneratedFile> {
  // Loads a compiler: not for tools that only read the document.
  const { default: openapiTypescript, astToString } = await import("openapi-typescript");
  const nodes = await openapiTypescript(JSON.stringify(document), {
    // A default is what an absent member stands for: in a message the member stays optional.
    defaultNonNullable: false,
  });
  return generatedFile("types.ts", [], [astToString(nodes)]);
}

/**
 * `types.test-d.ts`: that zod's types are those of `types.ts`, for every schema component and every part of a request and
 * every answer.
 * An assertion that does not hold does not compile, and names what differs.
 */
export function proofFile(schemas: Place<JsonObject>, operations: readonly Operation[]): GeneratedFile {
  const proofs = [
    ...members(schemas).map(([name]) => proof(name, `schemas.${name}`, `components["schemas"]["${name}"]`)),
    ...operations.flatMap((operation) => [
      ...proveParameters(operation),
      ...proveBody(operation),
      proveAnswers(operation),
    ]),
  ];
  return generatedFile(
    "types.test-d.ts",
    [
      'import type { z } from "zod";',
      'import type { Answers, Assert, DeclaredAnswers, Filled, LowerCase, Same } from "../same.test-d.ts";',
      'import type { routes } from "./routes.ts";',
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
    return proof(`${id} ${group}`, `routes.${id}.request.${group}`, declared);
  });
}

function proveBody({ id, body }: Operation): string[] {
  return (body ? contentsOf(body) : []).map(({ type }) =>
    proof(
      `${id} body as ${type}`,
      `routes.${id}.request.body.content["${type}"]["schema"]`,
      `NonNullable<operations["${id}"]["requestBody"]>["content"]["${type}"]`,
    ),
  );
}

const proveAnswers = ({ id }: Operation): string =>
  `Assert<Same<"${id} answers", Answers<typeof routes.${id}>, DeclaredAnswers<operations["${id}"]>>>,`;
