import { setImmediate } from "node:timers/promises";
import type { InvalidValue } from "@hostscan/core";
import type { HonoRequest, MiddlewareHandler } from "hono";
import { z } from "zod";
import { answerProblem, bodyProblem, MAX_ERRORS, validationProblem } from "../problem.ts";
import { bodyBounds, readBody } from "./body.ts";
import type { CallEnv } from "./call.ts";
import { illFormedTexts } from "./ill-formed-text.ts";

const TYPES: Readonly<Record<string, string>> = {
  array: "an array",
  boolean: "a boolean",
  int: "an integer",
  number: "a number",
  object: "an object",
  string: "a string",
};
const UNITS: Readonly<Record<string, string>> = { array: "item", string: "character" };

/**
 * Says what a value must be, in the words of the contract's examples ("must be a GUID").
 * Undefined where zod's own message, or the one the schema brings, is to be used.
 */
export const issueMessage: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_format":
      return issue.format === "guid" ? "must be a GUID" : `must match ${issue.pattern}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    case "too_small":
      return bound("least", issue.minimum, issue.origin);
    case "too_big":
      return bound("most", issue.maximum, issue.origin);
    case "invalid_union":
      return issue.errors.every((alternative) => alternative.every(({ path }) => path.length === 0))
        ? issue.errors.flatMap((alternative) => alternative.map(({ message }) => message)).join(" or ")
        : undefined;
    default:
      return undefined;
  }
};

function bound(which: "least" | "most", limit: number | bigint, origin: string): string {
  const unit = UNITS[origin];
  if (!unit) return `must be at ${which} ${limit}`;
  return `must have at ${which} ${limit} ${unit}${Number(limit) === 1 ? "" : "s"}`;
}

/** Where the values of a group of parameters, or of the body, stand in a request. */
type RequestPart = "parameters" | "body";

/** Names what the schemas found wrong: a JSON Pointer (RFC 6901) into the body, or the name of the parameter. */
export function invalidValues(part: RequestPart, issues: readonly z.core.$ZodIssue[]): InvalidValue[] {
  const locate = part === "body" ? jsonPointer : parameterName;
  return issues.map(({ path, message }) => ({ path: locate(path), message }));
}

function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

const parameterName = ([name]: readonly PropertyKey[]): string => String(name);

/** Items that are parsed at once. */
const PART = 500;

/** What of a route says how its requests are read. */
export interface Reads {
  readonly operationId: string;
  readonly request?: {
    readonly params?: z.ZodType;
    readonly query?: z.ZodType;
    readonly headers?: z.ZodType;
    readonly body?: { readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>> };
  };
}

/**
 * The one validator of an operation's requests, in place of the five of zod-openapi: it reads a body without a web
 * stream, looks at it before it is parsed, takes JSON under whichever media type the contract declares, and lists all
 * that is wrong in one problem. What it has parsed is what `c.req.valid` gives: the parameters first, the body only if
 * they are valid.
 */
export function validate({ request = {} }: Reads, maxBodyBytes: number): MiddlewareHandler<CallEnv> {
  const { params, query, headers, body } = request;
  const headerNames = headers instanceof z.ZodObject ? Object.keys(headers.shape) : [];
  const contentTypes = Object.keys(body?.content ?? {});
  // It is the same under each media type.
  const [bodySchema] = Object.values(body?.content ?? {}).map(({ schema }) => schema);
  const bounds = bodySchema && bodyBounds(bodySchema, maxBodyBytes);
  const takesText = bodySchema?.safeParse("text").success ?? false;

  return async (c, next) => {
    const { req } = c;
    const errors: InvalidValue[] = [];
    const keep = (target: "param" | "query" | "header" | "json", value: unknown) => {
      if (value !== undefined && value !== null) req.addValidatedData(target, value);
    };
    if (params) keep("param", parse(params, req.param(), "parameters", errors));
    if (query) keep("query", parse(query, queryOf(req), "parameters", errors));
    if (headers) keep("header", parse(headers, pickHeaders(req, headerNames), "parameters", errors));
    if (bodySchema && bounds && errors.length === 0) {
      const json = await readBody(c, { contentTypes, bounds, takesText });
      if (!json.ok) return answerProblem(c, json.rejection);
      // Counted before any item is looked at: a list that is too long must cost no more than reading it.
      if (Array.isArray(json.value) && json.value.length > bounds.items) {
        return answerProblem(c, bodyProblem(`must have at most ${bounds.items} items`));
      }
      keep("json", await parseBody(bodySchema, json.value, errors));
    }
    return errors.length === 0 ? next() : answerProblem(c, validationProblem(errors));
  };
}

function parse(schema: z.ZodType, value: unknown, part: RequestPart, errors: InvalidValue[]): unknown {
  const result = schema.safeParse(value, { error: issueMessage });
  if (result.success) {
    if (part === "parameters") errors.push(...illFormedParameters(value));
    return result.data;
  }
  errors.push(...invalidValues(part, result.error.issues.slice(0, MAX_ERRORS + 1)));
  return undefined;
}

/**
 * Parses a long list a part at a time, lets others go on in between, and stops where no more errors would be listed:
 * nobody waits for a list, however much is wrong with it. The contract's lists have no rule of all their items together.
 */
async function parseBody(schema: z.ZodType, value: unknown, errors: InvalidValue[]): Promise<unknown> {
  if (!Array.isArray(value) || value.length <= PART) return parse(schema, value, "body", errors);
  const items: unknown[] = [];
  for (let start = 0; start < value.length && errors.length <= MAX_ERRORS; start += PART) {
    if (start > 0) await setImmediate();
    const result = schema.safeParse(value.slice(start, start + PART), { error: issueMessage });
    if (result.success && Array.isArray(result.data)) items.push(...result.data);
    const issues = result.error?.issues.slice(0, MAX_ERRORS + 1) ?? [];
    const placed = issues.map((issue) => ({ ...issue, path: moved(issue.path, start) }));
    errors.push(...invalidValues("body", placed));
  }
  return items;
}

const moved = ([index, ...rest]: readonly PropertyKey[], by: number): PropertyKey[] => [
  Number(index) + by,
  ...rest,
];

/** A string for a parameter given once, an array for one given more often, which no schema admits. */
function queryOf(request: HonoRequest): Record<string, string | readonly string[] | undefined> {
  const entries = Object.entries(request.queries());
  return Object.fromEntries(entries.map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
}

/** What no text can hold is refused also where a schema says nothing of it; a body has been looked at before. */
function illFormedParameters(value: unknown): InvalidValue[] {
  return illFormedTexts(value).map(({ path, message }) => ({ path: path.split("/")[1] ?? "", message }));
}

function pickHeaders(request: HonoRequest, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = request.header(name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
