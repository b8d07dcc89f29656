import type { Json, JsonObject } from "../document/json.ts";
import type { Operation } from "../document/operations.ts";
import { member, members, requiredMember } from "../document/place.ts";
import { braces } from "../output/layout.ts";
import { literal } from "../output/literal.ts";
import type { SchemaScope } from "../schema/scope.ts";
import { contentOf, emitBody } from "./body.ts";
import { emitParameters } from "./parameters.ts";

/** Emits the record of all operations that a server registers its handlers by. */
export function emitTable(operations: readonly Operation[], scope: SchemaScope): string {
  const entries = operations.map((operation) => {
    const summary = member(operation.place, "summary")?.string();
    return `${summary ? `/** ${summary}. */\n` : ""}${operation.id}: ${emitEntry(operation, scope)},`;
  });
  return `export const operationTable = ${braces(entries)} as const satisfies Record<string, OperationDefinition>;\n`;
}

function emitEntry(operation: Operation, scope: SchemaScope): string {
  return braces([
    `operationId: ${JSON.stringify(operation.id)},`,
    `method: ${JSON.stringify(operation.method)},`,
    `path: ${JSON.stringify(operation.path)},`,
    `routingPath: ${JSON.stringify(operation.path.replaceAll(/\{(\w+)\}/g, ":$1"))},`,
    `roles: ${literal(
      requiredMember(operation.place, "x-roles")
        .items()
        .map((role) => role.string()),
    )},`,
    `security: ${literal(securityOf(operation))},`,
    ...emitParameters(operation, scope),
    ...emitBody(operation, scope),
    `responses: ${literal(responseTypes(operation))},`,
  ]);
}

/** The security scheme that a caller must meet, null where anyone may call. Alternatives and scopes are not supported. */
function securityOf({ place }: Operation): string | null {
  const requirements = requiredMember(place, "security");
  const schemes = requirements.items().flatMap((requirement) => members(requirement.object()));
  const [scheme, ...others] = schemes;
  if (others.length > 0) return requirements.fail("supported is one security scheme");
  if (scheme?.[1].items().length) return requirements.fail("scopes are not supported");
  return scheme?.[0] ?? null;
}

/** The media type of each declared answer, null where it is empty. */
function responseTypes(operation: Operation): JsonObject {
  const types = operation.responses.map(({ status, place }): [string, Json] => [
    status,
    contentOf(place)?.type ?? null,
  ]);
  return Object.fromEntries(types);
}
