import type { z } from "zod";
import { openapiDocument } from "../../src/document.ts";
import { routes } from "../../src/routes.ts";
import { follow, lookUp } from "../document-pointer.ts";
import { entries } from "../json.ts";
import { ajvVerdict, type Verdict } from "./ajv.ts";

/** A text with a name in a message, as it comes off the wire: undefined where absent, an array where repeated. */
interface Field {
  /** Its name as it is parsed: that of a header is in lower case. */
  readonly key: string;
  readonly required: boolean;
  /** What the document says stands in for it where it is absent. */
  readonly preset: unknown;
  /** The text that the document shows. */
  readonly example: string;
  /** The verdict that follows from the document. */
  readonly ajv: Verdict;
}

/** A part of a message that is made of named texts: parameters of one place, or the headers of an answer. */
export interface Part {
  /** For example `Get query`, or `Get 200 headers`. */
  readonly name: string;
  /** Where the document describes it: operations share answers. */
  readonly origin: string;
  readonly schema: z.ZodType;
  readonly fields: readonly Field[];
}

/** The texts of a part by name; an array stands for a name that is given more than once. */
export type Texts = Readonly<Record<string, string | readonly string[]>>;

interface Route {
  readonly operationId: string;
  readonly path: string;
  readonly method: string;
  readonly request?: { readonly [Name in Group]?: z.ZodType } & { readonly body?: object };
  readonly responses: { readonly [status: string]: { readonly headers?: z.ZodType } };
}

type Group = "params" | "query" | "headers";

const groups: readonly (readonly [location: string, group: Group])[] = [
  ["path", "params"],
  ["query", "query"],
  ["header", "headers"],
];

/** Every part of the requests and answers of every operation; what operations share, once. */
export function collectParts(): Part[] {
  const parts = Object.values<Route>(routes).flatMap((route) => [
    ...requestParts(route),
    ...answerParts(route),
  ]);
  return parts.filter(
    (part, index) =>
      parts.findIndex(({ origin, schema }) => origin === part.origin && schema === part.schema) === index,
  );
}

function requestParts({ operationId, path, method, request }: Route): Part[] {
  const { parameters = [] } = openapiDocument.paths[path]?.[method] ?? {};
  const places = parameters.map((_, index) => ["paths", path, method, "parameters", `${index}`]);
  return groups.flatMap(([location, group]) => {
    const here = places.filter((place) => lookUp(follow([...place, "in"])) === location);
    const fields = here.map((place) => {
      const name = String(lookUp(follow([...place, "name"])));
      return fieldAt(place, group === "headers" ? name.toLowerCase() : name);
    });
    const name = `${operationId} ${group}`;
    return partOf(name, name, fields, request?.[group]);
  });
}

function answerParts({ operationId, path, method, responses }: Route): Part[] {
  const { responses: declared = {} } = openapiDocument.paths[path]?.[method] ?? {};
  return Object.keys(declared).flatMap((status) => {
    const place = ["paths", path, method, "responses", status, "headers"];
    const fields = entries(lookUp(follow(place))).map(([name]) =>
      fieldAt([...place, name], name.toLowerCase()),
    );
    return partOf(`${operationId} ${status} headers`, follow(place), fields, responses[status]?.headers);
  });
}

/** None where the document describes none, and none is parsed. */
function partOf(
  name: string,
  origin: string,
  fields: readonly Field[],
  schema: z.ZodType | undefined,
): Part[] {
  if (schema) return [{ name, origin, schema, fields }];
  if (fields.length > 0) throw new Error(`${name} is not parsed`);
  return [];
}

function fieldAt(place: readonly string[], key: string): Field {
  const at = (...rest: readonly string[]) => follow([...place, ...rest]);
  return {
    key,
    required: lookUp(at("required")) === true,
    preset: lookUp(at("schema", "default")),
    example: String(lookUp(at("example"))),
    ajv: textVerdict(at("schema")),
  };
}

/** A text is given once; where the document wants an integer, it must be the one an integer is written as. */
function textVerdict(pointer: string): Verdict {
  const valid = ajvVerdict(pointer);
  return (value) => {
    if (typeof value !== "string") return false;
    return valid(value) || (String(Number(value)) === value && valid(Number(value)));
  };
}

/** What the generated code makes of a part; undefined where it refuses it. */
export function parse({ schema }: Part, part: Texts): object | undefined {
  const { data } = schema.safeParse(part);
  return typeof data === "object" && data !== null ? data : undefined;
}

/** The verdict on a part that follows from the document: it says nothing of names that it does not describe. */
export const documentVerdict = ({ fields }: Part, part: Texts): boolean =>
  fields.every(({ key, required, ajv }) => (Object.hasOwn(part, key) ? ajv(part[key]) : !required));
