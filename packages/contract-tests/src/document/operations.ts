import {
  below,
  DocumentError,
  eachBelow,
  isNode,
  itemsBelow,
  type Node,
  nodesIn,
  type Place,
} from "./place.ts";

/** The methods of an OpenAPI path item. */
export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** An operation of the document, with what the kit needs of it. */
export interface Operation {
  readonly operationId: string;
  /** In upper case, as on the wire. */
  readonly method: string;
  /** As in the document, e.g. `/api/v1/HostScanJob/{hostScanJobId}`. */
  readonly path: string;
  /** The security scheme that a caller must meet; undefined where anyone may call. */
  readonly security: string | undefined;
  /** Whether the role App is not admitted. */
  readonly isForAdmins: boolean;
  readonly hasBody: boolean;
  /** A body that the document shows as valid. */
  readonly exampleBody: unknown;
  /** Path parameters, each with the value that the document shows. */
  readonly pathParameters: ReadonlyMap<string, string>;
  /** Declared answers by status. */
  readonly responses: ReadonlyMap<number, Place>;
}

/** Lists the operations of a bundled OpenAPI 3.1 document in its order. */
export function operationsOf(document: Node): Operation[] {
  const paths = eachBelow(document, below(document, { pointer: "", node: document }, "paths"));
  return [...paths].flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const place = below(document, item, method);
      return place ? [readOperation(document, path, item, method, place)] : [];
    }),
  );
}

function readOperation(document: Node, path: string, item: Place, method: string, place: Place): Operation {
  const operationId = place.node["operationId"];
  if (typeof operationId !== "string") throw new DocumentError(`${place.pointer}: no operationId`);
  const parameters = [
    ...itemsBelow(document, item, "parameters"),
    ...itemsBelow(document, place, "parameters"),
  ];
  const within = (location: string) =>
    parameters
      .filter(({ node }) => node["in"] === location)
      .map((parameter): [string, Place] => [String(parameter.node["name"]), parameter]);
  const body = below(document, place, "requestBody");
  return {
    operationId,
    method: method.toUpperCase(),
    path,
    security: nodesIn(place.node["security"]).flatMap((requirement) => Object.keys(requirement))[0],
    isForAdmins: isForAdmins(place.node["x-roles"]),
    hasBody: body !== undefined,
    exampleBody: body && exampleBody(document, body),
    pathParameters: new Map(within("path").map(([name, { node }]) => [name, String(node["example"])])),
    responses: new Map(
      [...eachBelow(document, below(document, place, "responses"))].map(([status, response]) => [
        Number(status),
        response,
      ]),
    ),
  };
}

const isForAdmins = (roles: unknown): boolean => Array.isArray(roles) && roles.join() === "Admin";

function exampleBody(document: Node, body: Place): unknown {
  const media = eachBelow(document, below(document, body, "content")).get("application/json");
  const [example] = eachBelow(document, media && below(document, media, "examples")).values();
  if (!isNode(example?.node))
    throw new DocumentError(`${body.pointer}: no example of an application/json body`);
  return example.node["value"];
}
