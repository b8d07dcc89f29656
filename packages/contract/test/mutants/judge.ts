import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openapiDocument } from "../../src/document.ts";
import { Graph } from "./graph.ts";
import { typeErrors } from "./type-errors.ts";

/** The sources that are mutated: all that decides what is emitted for a schema, a parameter, a header or a body. */
export const mutatedFiles: readonly string[] = [
  ...["schemas", "scalars", "keywords", "routes", "operations", "place", "text", "enumerations"].map(
    (name) => `src/generate/${name}.ts`,
  ),
  "src/runtime.ts",
];

/** The tests of what is mutated, the cheap ones first. */
const unitTests: readonly string[] = [
  ...mutatedFiles.map((file) => file.replace(/\.ts$/, ".test.ts")),
  "test/verdicts/keywords.test.ts",
];

const verdicts: readonly string[] = ["test/verdicts/parts.test.ts", "test/verdicts/verdicts.test.ts"];

/** The text of a file of this package. */
export const textOf = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8");

/** A source of the generator with a mistake in it. */
export interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly source: string;
}

/** What noticed a mutant, e.g. `unit tests: a test's name`; undefined where nothing did. */
export async function judge({ id, file, source }: Mutant): Promise<string | undefined> {
  const graph = new Graph(id);
  graph.replace(file, source);
  const failed = await firstFailure(graph, "unit tests", unitTests);
  if (failed !== undefined) return failed;
  let emitted: ReadonlyMap<string, string>;
  try {
    emitted = await emit(graph);
  } catch (error) {
    return `generator: ${error}`;
  }
  const isAsBefore = [...emitted].every(([name, text]) => textOf(name) === text);
  if (isAsBefore && file !== "src/runtime.ts") return undefined;
  for (const [name, text] of emitted) graph.replace(name, text);
  const differs = await firstFailure(graph, "verdicts", verdicts);
  if (differs !== undefined) return differs;
  const [error] = isAsBefore ? [] : typeErrors(emitted);
  return error === undefined ? undefined : `types: ${error}`;
}

async function firstFailure(
  graph: Graph,
  proof: string,
  files: readonly string[],
): Promise<string | undefined> {
  for (const file of files) {
    const failure = await graph.failureOf(file);
    if (failure !== undefined) return `${proof}: ${failure}`;
  }
  return undefined;
}

/** What the generator makes of the document. */
async function emit(graph: Graph): Promise<ReadonlyMap<string, string>> {
  const { Place } = await graph.load("src/generate/place.ts");
  const { schemasFile } = await graph.load("src/generate/schemas.ts");
  const { operationsOf } = await graph.load("src/generate/operations.ts");
  const { routesFile } = await graph.load("src/generate/routes.ts");
  const schemas = new Place(openapiDocument)
    .at("components", openapiDocument.components)
    .at("schemas", openapiDocument.components["schemas"]);
  const files = [schemasFile(schemas), routesFile(operationsOf(new Place(openapiDocument)))];
  return new Map(files.map(({ name, text }) => [`src/generated/${name}`, text]));
}
