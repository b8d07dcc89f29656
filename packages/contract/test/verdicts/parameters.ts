import type { z } from "zod";
import { openapiDocument } from "../../src/document.ts";
import { routes } from "../../src/routes.ts";
import { follow, lookUp } from "../document-pointer.ts";
import { ajvVerdict, type Verdict } from "./ajv.ts";

/** A parameter of an operation, judged as it comes off the wire: undefined where absent, an array where repeated. */
export interface Parameter {
  readonly operationId: string;
  readonly name: string;
  /** The verdict of the generated code. */
  readonly zod: Verdict;
  /** The verdict that follows from the document. */
  readonly ajv: Verdict;
}

type Group = "params" | "query" | "headers";

interface Route {
  readonly operationId: string;
  readonly path: string;
  readonly method: string;
  readonly request?: { readonly [Name in Group]?: z.ZodType } & { readonly body?: object };
}

const groups = new Map<unknown, Group>([
  ["path", "params"],
  ["query", "query"],
  ["header", "headers"],
]);

/** Every parameter of every operation. */
export function collectParameters(): Parameter[] {
  return Object.values<Route>(routes).flatMap((route) => {
    const { operationId, path, method } = route;
    const { parameters = [] } = openapiDocument.paths[path]?.[method] ?? {};
    return parameters.map((_, index) => {
      const at = (member: string) => follow(["paths", path, method, "parameters", `${index}`, member]);
      const name = String(lookUp(at("name")));
      const zod = zodVerdict(route, groups.get(lookUp(at("in"))), name);
      return { operationId, name, zod, ajv: documentVerdict(at("schema"), lookUp(at("required")) === true) };
    });
  });
}

/** Judges one parameter alone: what is wrong with the others of its group does not count. */
function zodVerdict({ operationId, request }: Route, group: Group | undefined, name: string): Verdict {
  const schema = group && request?.[group];
  if (!schema) throw new Error(`${operationId} does not parse ${name}`);
  const key = group === "headers" ? name.toLowerCase() : name;
  return (value) => {
    const result = schema.safeParse(value === undefined ? {} : { [key]: value });
    return !result.error?.issues.some(({ path }) => path[0] === key);
  };
}

/** A parameter is given once; where the document wants an integer, its text must be the one an integer is written as. */
function documentVerdict(pointer: string, required: boolean): Verdict {
  const valid = ajvVerdict(pointer);
  return (value) => {
    if (value === undefined) return !required;
    if (typeof value !== "string") return false;
    return valid(value) || (String(Number(value)) === value && valid(Number(value)));
  };
}
