import {
  componentName,
  isIdentifier,
  type JsonObject,
  member,
  memberObject,
  members,
  type Place,
  requiredMember,
  resolve,
} from "./place.ts";

/** A parameter of a request, or a header of an answer: a text with a name. */
export interface WireValue {
  /** Its name among those beside it: that of a header is in lower case. */
  readonly key: string;
  readonly required: boolean;
  /** Its schema, as written. */
  readonly schema: Place;
  /** Its schema, `$ref` resolved. */
  readonly resolved: Place<JsonObject>;
  /** What stands in for it where it is absent. */
  readonly preset: Place | undefined;
}

/** A parameter of an operation. */
export interface Parameter extends WireValue {
  readonly place: Place<JsonObject>;
  readonly name: string;
  /** The group of parsed values it belongs to, by where it stands in a request. */
  readonly group: ParameterGroup;
}

/** The parsed values of a request's path, query and headers. */
export type ParameterGroup = "params" | "query" | "headers";

const groups = new Map<string, ParameterGroup>([
  ["path", "params"],
  ["query", "query"],
  ["header", "headers"],
]);

/** What a header object may hold. Styles of serialisation are not among it: only the default ones are understood. */
const ofHeader = ["required", "description", "deprecated", "schema", "example", "examples"];

const ofParameter = ["name", "in", ...ofHeader];

function checkMembers(place: Place<JsonObject>, known: readonly string[], what: string): void {
  for (const name of Object.keys(place.value)) {
    if (!known.includes(name)) place.fail(`${name} of a ${what} is not supported`);
  }
}

/** Reads a parameter; throws on anything but a plain one in path, query or header. */
export function readParameter(place: Place<JsonObject>, root: JsonObject): Parameter {
  checkMembers(place, ofParameter, "parameter");
  const name = requiredMember(place, "name").string();
  const location = requiredMember(place, "in");
  const group =
    groups.get(location.string()) ?? location.fail(`parameters in ${location.value} are not supported`);
  const key = group === "headers" ? name.toLowerCase() : name;
  return { place, name, group, ...readWireValue(key, place, root) };
}

function readWireValue(key: string, place: Place<JsonObject>, root: JsonObject): WireValue {
  const schema = requiredMember(place, "schema");
  const resolved = resolve(schema, root);
  const required = member(place, "required")?.boolean() ?? false;
  return { key, required, schema, resolved, preset: member(resolved, "default") };
}

/** The parameters of an operation: one of its own replaces its path's of the same name and location. */
export function mergeParameters(root: JsonObject, ...lists: (Place | undefined)[]): Parameter[] {
  const parameters = lists
    .flatMap((list) => list?.items() ?? [])
    .map((place) => readParameter(resolve(place, root), root));
  return [
    ...new Map(parameters.map((parameter) => [`${parameter.group} ${parameter.key}`, parameter])).values(),
  ];
}

/** The HTTP methods an OpenAPI path item may hold. */
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** One answer an operation may give. */
export interface OperationResponse {
  /** Three digits, or one and `XX` for all of its class. */
  readonly status: string;
  /** The response, `$ref` resolved. */
  readonly place: Place<JsonObject>;
  /** Name of the component the document refers to; undefined where the response is written in place. */
  readonly component: string | undefined;
  /** The document, which the `$ref`s of its headers lead into. */
  readonly root: JsonObject;
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
  if (!/^[1-5](?:\d\d|XX)$/.test(status)) place.fail(`status ${status} is not supported`);
  const reference = member(place, "$ref");
  return {
    status,
    place: resolve(place, root),
    component: reference && componentName(reference, "responses"),
    root,
  };
}

/** Reads the headers of an answer; throws on anything but plain ones. */
export function headersOf({ place, root }: OperationResponse): WireValue[] {
  return members(memberObject(place, "headers")).map(([name, header]) => {
    const resolved = resolve(header, root);
    checkMembers(resolved, ofHeader, "header");
    return readWireValue(name.toLowerCase(), resolved, root);
  });
}

function checkUnique(operations: readonly Operation[]): void {
  const seen = new Map<string, Operation>();
  for (const operation of operations) {
    const earlier = seen.get(operation.id);
    if (earlier) operation.place.fail(`operationId ${operation.id} is also that of ${earlier.place.pointer}`);
    seen.set(operation.id, operation);
  }
}

/** A media type of a request body or response, and its schema. */
interface Content {
  readonly type: string;
  readonly schema: Place;
}

/** The contents of a request body or response, one for each media type; none where it is empty. */
export function contentsOf(place: Place<JsonObject>): Content[] {
  return members(memberObject(place, "content")).map(([type, media]) => ({
    type,
    schema: requiredMember(media.object(), "schema"),
  }));
}
