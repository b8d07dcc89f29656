import { STATUS_CODES } from "node:http";
import { typesOf } from "./keywords.ts";
import {
  contentsOf,
  headersOf,
  type Operation,
  type OperationResponse,
  type WireValue,
} from "./operations.ts";
import { member, members, type Place, requiredMember } from "./place.ts";
import { emitSchema } from "./schemas.ts";
import {
  block,
  braces,
  type GeneratedFile,
  generatedFile,
  literal,
  memberName,
  recordingScope,
  type SchemaScope,
} from "./text.ts";

/**
 * `routes.ts`: a `createRoute` for each operation, by operationId, with the schemas of its requests and answers. What
 * only people read is left to the document, which is served as it was written.
 */
export function routesFile(operations: readonly Operation[]): GeneratedFile {
  const scope = recordingScope();
  const statements = [emitResponses(operations, scope), emitRoutes(operations, scope)];
  return generatedFile(
    "routes.ts",
    ['import { createRoute } from "@hono/zod-openapi";', ...scope.imports()],
    statements,
  );
}

/** Emits the answers that operations share, each once. */
function emitResponses(operations: readonly Operation[], scope: SchemaScope): string {
  const shared = new Map(
    operations
      .flatMap(({ responses }) => responses)
      .flatMap((response) => (response.component ? [[response.component, response] as const] : [])),
  );
  const entries = [...shared].map(([name, response]) => `${name}: ${emitResponse(name, response, scope)},`);
  return `const responses = ${braces(entries)};\n`;
}

function emitResponse(name: string, response: OperationResponse, scope: SchemaScope): string {
  const headers = headersOf(response);
  const contents = contentsOf(response.place).map(
    ({ type, schema }) => `${memberName(type)}: { schema: ${emitSchema(schema, scope)} },`,
  );
  // A route must describe its answers: the name leads to what the document says.
  return block([
    `description: ${JSON.stringify(name)},`,
    ...(headers.length > 0 ? [`headers: ${emitWireValues(headers, scope)},`] : []),
    ...(contents.length > 0 ? [`content: ${block(contents)},`] : []),
  ]);
}

/** Emits the record of `createRoute`s. */
export function emitRoutes(operations: readonly Operation[], scope: SchemaScope): string {
  const entries = operations.map((operation) => {
    const summary = member(operation.place, "summary")?.string();
    return `${summary ? `/** ${summary}. */\n` : ""}${operation.id}: createRoute(${emitRoute(operation, scope)}),`;
  });
  return `export const routes = ${braces(entries)} as const;\n`;
}

function emitRoute(operation: Operation, scope: SchemaScope): string {
  const request = [...emitParameters(operation, scope), ...emitBody(operation, scope)];
  const roles = requiredMember(operation.place, "x-roles").items();
  return braces([
    `operationId: ${JSON.stringify(operation.id)},`,
    `method: ${JSON.stringify(operation.method)},`,
    `path: ${JSON.stringify(operation.path)},`,
    `"x-roles": ${literal(roles.map((role) => role.string()))},`,
    `security: ${literal(securityOf(operation).value)},`,
    ...(request.length > 0 ? [`request: ${braces(request)},`] : []),
    `responses: ${braces(emitAnswers(operation, scope))},`,
  ]);
}

/** What a caller must present; empty where anyone may call. Alternatives and scopes are not supported. */
function securityOf({ place }: Operation): Place {
  const requirements = requiredMember(place, "security");
  const [scheme, ...others] = requirements.items().flatMap((requirement) => members(requirement.object()));
  if (others.length > 0) requirements.fail("supported is one security scheme");
  if (scheme?.[1].items().length) requirements.fail("scopes are not supported");
  return requirements;
}

/**
 * Emits a zod object for each group of parameters an operation has.
 *
 * They take the strings of the request: one for a parameter given once, an array for one given several times.
 */
export function emitParameters(operation: Operation, scope: SchemaScope): string[] {
  const groups = Map.groupBy(operation.parameters, ({ group }) => group);
  return [...groups].map(
    ([group, parameters]) => `${group}: ${scope.use("z")}.compile(${emitWireValues(parameters, scope)}),`,
  );
}

function emitWireValues(values: readonly WireValue[], scope: SchemaScope): string {
  const lines = values.map((value) => `${memberName(value.key)}: ${emitWireValue(value, scope)},`);
  return `${scope.use("z")}.object(${block(lines)})`;
}

function emitWireValue(value: WireValue, scope: SchemaScope): string {
  const wire = emitWire(value, scope);
  if (value.preset) return `${wire}.default(${literal(value.preset.value)})`;
  return value.required ? wire : `${wire}.exactOptional()`;
}

/** On the wire every parameter and header is a string; JSON Schema speaks of the value it stands for. */
function emitWire({ schema, resolved }: WireValue, scope: SchemaScope): string {
  const [type, ...more] = typesOf(resolved);
  if (more.length > 0) resolved.fail("a parameter or header must have one type");
  const emitted = emitSchema(schema, scope);
  if (type === "string") return emitted;
  if (type === "integer") return `${scope.use("wireInteger")}(${emitted})`;
  if (type === "boolean") return `${scope.use("wireBoolean")}(${emitted})`;
  return resolved.fail(`a parameter or header of type ${type ?? "unknown"} is not supported`);
}

/** The media types of a body are ways to write the same value: different schemas are not supported. */
function emitBody({ body }: Operation, scope: SchemaScope): string[] {
  if (!body) return [];
  const contents = contentsOf(body);
  const schemas = new Set(contents.map(({ schema }) => JSON.stringify(schema.value)));
  if (schemas.size === 0) body.fail("has no content");
  if (schemas.size > 1) body.fail("supported is one schema, for one media type or several");
  const lines = contents.map(({ type, schema }) => {
    const compiled = `${scope.use("z")}.compile(${emitSchema(schema, scope)})`;
    return `${memberName(type)}: { schema: ${compiled} },`;
  });
  const required = member(body, "required")?.boolean() ?? false;
  return [`body: ${block([`required: ${required},`, `content: ${block(lines)},`])},`];
}

function emitAnswers(operation: Operation, scope: SchemaScope): string[] {
  return operation.responses.map((response) => {
    const { status, component } = response;
    const emitted = component
      ? `responses.${component}`
      : emitResponse(STATUS_CODES[status] ?? status, response, scope);
    return `${status}: ${emitted},`;
  });
}
