import type { Json, JsonObject, OpenApiDocument, OperationObject } from "@hostscan/contract/document";

/** One declared status of one operation, and what the document shows of it. */
export interface DeclaredAnswer {
  readonly status: number;
  /** Undefined where the answer has no body. */
  readonly contentType: string | undefined;
  /** The headers that are required, but for `X-Request-Id`: each with the document's example. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bodies by their names in the document, `example` for one without a name; none where the answer has no body. */
  readonly examples: ReadonlyMap<string, Json>;
}

/** The declared answers by operationId and status, in the document's order. */
export type DeclaredAnswers = ReadonlyMap<string, ReadonlyMap<number, DeclaredAnswer>>;

/**
 * Reads what a bundled document shows of each declared answer.
 *
 * @throws {Error} where a body or a required header has no example
 */
export function readAnswers(document: OpenApiDocument): DeclaredAnswers {
  const operations = Object.values(document.paths).flatMap((item) => {
    const allowed = Object.keys(item).map((method) => method.toUpperCase());
    return Object.values(item).map((operation) => ({ operation, allowed: allowed.sort().join(", ") }));
  });
  const read = ({ operationId, responses }: OperationObject, allowed: string) =>
    Object.entries(responses).map(([status, response]): [number, DeclaredAnswer] => {
      const place = `${operationId} ${status}`;
      return [Number(status), readAnswer(document, response, { place, status: Number(status), allowed })];
    });
  return new Map(
    operations.map(({ operation, allowed }) => [operation.operationId, new Map(read(operation, allowed))]),
  );
}

interface Where {
  /** For people. */
  readonly place: string;
  readonly status: number;
  /** The methods of the path. */
  readonly allowed: string;
}

function readAnswer(
  document: OpenApiDocument,
  response: Json,
  { place, status, allowed }: Where,
): DeclaredAnswer {
  const { headers, content } = followed(document, response);
  const required = members(document, headers).filter(
    ([name, header]) => header["required"] === true && name !== "X-Request-Id",
  );
  const shown = required.map(([name, header]): [string, string] => {
    // The one header whose value the document itself fixes: what it shows is true of one path only.
    if (name === "Allow") return [name, allowed];
    if (header["example"] === undefined) throw new Error(`${place}: no example of the header ${name}`);
    return [name, String(header["example"])];
  });
  const [media] = members(document, content);
  const only = media?.[1]["example"];
  const named = members(document, media?.[1]["examples"]).map(([name, example]): [string, Json] => {
    if (example["value"] === undefined) throw new Error(`${place}: the example ${name} has no value`);
    return [name, example["value"]];
  });
  const examples: [string, Json][] = only === undefined ? named : [["example", only]];
  if (media && examples.length === 0) throw new Error(`${place}: no example of the body`);
  return { status, contentType: media?.[0], headers: Object.fromEntries(shown), examples: new Map(examples) };
}

/** The objects that an object holds by name. */
function members(document: OpenApiDocument, value: Json | undefined): [name: string, member: JsonObject][] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, member]) => [name, followed(document, member)]);
}

/** An object, or the component that a reference means: a bundled document refers to nothing else. */
function followed(document: OpenApiDocument, value: Json): JsonObject {
  if (!isObject(value)) throw new Error(`${JSON.stringify(value)} is no object`);
  const reference = value["$ref"];
  if (typeof reference !== "string") return value;
  const [, , kind = "", name = ""] = reference.split("/");
  const component = document.components[kind]?.[name];
  if (component === undefined) throw new Error(`nothing at ${reference}`);
  return component;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
