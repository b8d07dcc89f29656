import type { JsonObject } from "./json.ts";
import { mergeParameters, type Parameter } from "./parameters.ts";
import { member, members, type Place, requiredMember } from "./place.ts";
import { componentName, isIdentifier, resolve } from "./reference.ts";

/** The HTTP methods an OpenAPI path item may hold. */
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** One answer an operation may give. */
export interface OperationResponse {
  /** Three digits. */
  readonly status: string;
  /** The response, `$ref` resolved. */
  readonly place: Place<JsonObject>;
  /** Name of the component the document refers to; undefined where the response is written in place. */
  readonly component: string | undefined;
}

/** One operation of the document, with what its path gives it. */
export interface Operation {
  readonly id: string;
  readonly method: (typeof methods)[number];
  readonly path: string;
  /** Its parameters and those of its path. */
  readonly parameters: readonly Parameter[];
  /** Its request body, `$ref` resolved. */
  readonly body: Place<JsonObject> | undefined;
  readonly responses: readonly OperationResponse[];
  readonly place: Place<JsonObject>;
}

/** All operations of a bundled document, in its order; throws on a missing or repeated `operationId`. */
export function operationsOf(document: Place<JsonObject>): Operation[] {
  const operations = members(requiredMember(document, "paths").object()).flatMap(([path, place]) => {
    const item = place.object();
    for (const [name, other] of members(item)) {
      const known =
        name === "parameters" || name.startsWith("x-") || methods.some((method) => method === name);
      if (!known) other.fail(`${name} of a path is not supported`);
    }
    return methods.flatMap((method) => {
      const operation = member(item, method)?.object();
      return operation ? [readOperation(document.value, item, path, method, operation)] : [];
    });
  });
  checkUnique(operations);
  return operations;
}

function readOperation(
  root: JsonObject,
  item: Place<JsonObject>,
  path: string,
  method: Operation["method"],
  place: Place<JsonObject>,
): Operation {
  const id = requiredMember(place, "operationId").string();
  if (!isIdentifier(id)) place.fail(`operationId ${id} is no identifier`);
  const body = member(place, "requestBody");
  return {
    id,
    method,
    path,
    parameters: mergeParameters(root, member(item, "parameters"), member(place, "parameters")),
    body: body && resolve(body, root),
    responses: members(requiredMember(place, "responses").object()).map(([status, response]) =>
      readResponse(root, status, response.object()),
    ),
    place,
  };
}

function readResponse(root: JsonObject, status: string, place: Place<JsonObject>): OperationResponse {
  if (!/^[1-5]\d\d$/.test(status)) place.fail(`status ${status} is not supported`);
  const reference = member(place, "$ref");
  return {
    status,
    place: resolve(place, root),
    component: reference && componentName(reference, "responses"),
  };
}

function checkUnique(operations: readonly Operation[]): void {
  const seen = new Map<string, Operation>();
  for (const operation of operations) {
    const earlier = seen.get(operation.id);
    if (earlier) operation.place.fail(`operationId ${operation.id} is also that of ${earlier.place.pointer}`);
    seen.set(operation.id, operation);
  }
}
