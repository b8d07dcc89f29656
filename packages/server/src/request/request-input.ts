import type { OperationDefinition } from "@hostscan/contract/routes";
import type { Context, HonoRequest } from "hono";
import { z } from "zod";
import type { Input } from "../operations/operation.ts";
import type { InvalidValue } from "../port.ts";
import { type Checked, pass, stop } from "../problems/problem.ts";
import { bodyProblem, MAX_ERRORS, validationProblem } from "../problems/validation-problem.ts";
import { invalidValues, type RequestPart } from "./invalid-values.ts";
import { issueMessage } from "./issue-message.ts";
import { readBody } from "./request-body.ts";

/**
 * Makes the function that parses the requests of one operation by the contract's schemas: the parameters first, the
 * body only if they are valid.
 */
export function createInputReader<Definition extends OperationDefinition>(
  definition: Definition,
  maxBodyBytes: number,
): (context: Context) => Promise<Checked<Input<Definition>>> {
  const { params, query, headers, body } = definition;
  const headerNames = headers instanceof z.ZodObject ? Object.keys(headers.shape) : [];
  const maxItems = body ? maxItemsOf(body.schema) : 0;

  return async (context) => {
    const request = context.req;
    const errors: InvalidValue[] = [];
    const input: ParsedParts = {
      params: params && parse(params, request.param(), "parameters", errors),
      query: query && parse(query, queryOf(request), "parameters", errors),
      headers: headers && parse(headers, pickHeaders(request, headerNames), "parameters", errors),
      body: undefined,
    };
    if (body && errors.length === 0) {
      const json = await readBody(context, body.contentTypes, maxBodyBytes);
      if (!json.ok) return json;
      // Counted before any item is looked at: a list that is too long must cost no more than reading it.
      if (Array.isArray(json.value) && json.value.length > maxItems) {
        return stop(bodyProblem(`must have at most ${maxItems} items`));
      }
      input.body = parse(body.schema, json.value, "body", errors);
    }
    return isInput<Definition>(input, errors) ? pass(input) : stop(validationProblem(errors));
  };
}

interface ParsedParts {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
}

/** What was parsed without an error has the types of the schemas that parsed it. */
function isInput<Definition>(_input: object, errors: readonly InvalidValue[]): _input is Input<Definition> {
  return errors.length === 0;
}

function parse(schema: z.ZodType, value: unknown, part: RequestPart, errors: InvalidValue[]): unknown {
  const result = schema.safeParse(value, { error: issueMessage });
  if (result.success) return result.data;
  errors.push(...invalidValues(part, result.error.issues.slice(0, MAX_ERRORS + 1)));
  return undefined;
}

/** A string for a parameter given once, an array for one given more often, which no schema admits. */
function queryOf(request: HonoRequest): Record<string, string | readonly string[] | undefined> {
  const entries = Object.entries(request.queries());
  return Object.fromEntries(entries.map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
}

function pickHeaders(request: HonoRequest, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = request.header(name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function maxItemsOf(schema: z.ZodType): number {
  const { maxItems } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return maxItems ?? Number.POSITIVE_INFINITY;
}
