import type { z } from "zod";
import type { Json } from "../../src/document.ts";
import { routes } from "../../src/routes.ts";
import * as schemas from "../../src/schemas.ts";
import { follow } from "../document-pointer.ts";
import { ajvVerdict, type Verdict } from "./ajv.ts";
import { collectExamples } from "./examples.ts";

/** A schema of the document, judged by both: by the generated zod schema, and by Ajv from the document itself. */
export interface Subject {
  /** JSON Pointer of the schema in the document. */
  readonly pointer: string;
  readonly zod: Verdict;
  readonly ajv: Verdict;
  readonly examples: readonly Json[];
}

interface Content {
  readonly [type: string]: { readonly schema: z.ZodType };
}

interface Route {
  readonly path: string;
  readonly method: string;
  readonly request?: { readonly body?: { readonly content: Content }; readonly [part: string]: unknown };
  readonly responses: {
    readonly [status: string]: { readonly description: string; readonly content?: Content };
  };
}

/** Every schema that validates something: components, request bodies and responses, each once. */
export function collectSubjects(): Subject[] {
  const examples = Map.groupBy(collectExamples(), ([pointer]) => pointer);
  const named = new Map([...componentSchemas(), ...Object.values<Route>(routes).flatMap(routeSchemas)]);
  return [...named].map(([pointer, schema]) => ({
    pointer,
    zod: (value) => schema.safeParse(value).success,
    ajv: ajvVerdict(pointer),
    examples: (examples.get(pointer) ?? []).map(([, value]) => value),
  }));
}

function componentSchemas(): [pointer: string, schema: z.ZodType][] {
  return Object.entries(schemas).map(([name, schema]) => [`#/components/schemas/${name}`, schema]);
}

function routeSchemas({ path, method, request, responses }: Route): [pointer: string, schema: z.ZodType][] {
  const operation = ["paths", path, method];
  const holders: [path: string[], content: Content | undefined][] = [
    [[...operation, "requestBody"], request?.body?.content],
    ...Object.entries(responses).map(([status, { content }]): [string[], Content | undefined] => [
      [...operation, "responses", status],
      content,
    ]),
  ];
  return holders.flatMap(([holder, content = {}]) =>
    Object.entries(content).map(([type, { schema }]): [string, z.ZodType] => [
      follow([...holder, "content", type, "schema"]),
      schema,
    ]),
  );
}
