import type { Operation } from "../document/operations.ts";
import { braces } from "../output/layout.ts";
import { emitSchema } from "../schema/emit.ts";
import type { SchemaScope } from "../schema/scope.ts";
import { emitDescribed, emitMembers } from "./described.ts";

/** Emits the record of `createRoute`s. They document what the document says, word for word, and validate by the table. */
export function emitRoutes(operations: readonly Operation[], scope: SchemaScope): string {
  const entries = operations.map(
    (operation) => `${operation.id}: createRoute(${emitRoute(operation, scope)}),`,
  );
  return `export const routes = ${braces(entries)} as const;\n`;
}

function emitRoute(operation: Operation, scope: SchemaScope): string {
  return braces([
    `method: ${JSON.stringify(operation.method)},`,
    `path: ${JSON.stringify(operation.path)},`,
    ...emitMembers(operation.place, "requestBody", "responses"),
    ...emitRequest(operation, scope),
    `responses: ${braces(emitResponses(operation, scope))},`,
  ]);
}

function emitRequest(operation: Operation, scope: SchemaScope): string[] {
  const table = `operationTable.${operation.id}`;
  const groups = new Set(operation.parameters.map(({ group }) => group));
  const parts = [...groups].map((group) => `${group}: ${scope.use("undocumented")}(${table}.${group}),`);
  if (operation.body) {
    parts.push(`body: ${emitDescribed(operation.body, scope, () => `${table}.body.schema`)},`);
  }
  return parts.length > 0 ? [`request: ${braces(parts)},`] : [];
}

function emitResponses(operation: Operation, scope: SchemaScope): string[] {
  return operation.responses.map(({ status, place, component }) => {
    const response = component
      ? scope.component("responses", component)
      : emitDescribed(place, scope, (schema) => emitSchema(schema, scope));
    return `${status}: ${response},`;
  });
}
