/** A JSON object whose members are not known yet. */
export type Node = Readonly<Record<string, unknown>>;

/** An object of the document and where it stands; `$ref`s on the way there were followed. */
export interface Place {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  readonly node: Node;
}

/** The document is not one that the kit can work with. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of what may be an object. */
export function memberOf(value: unknown, key: string): unknown {
  return isNode(value) ? value[key] : undefined;
}

/** The objects in what may be an array. */
export function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The object below `place`, or undefined where there is none. */
export function below(root: Node, place: Place, key: string): Place | undefined {
  const value = place.node[key];
  const pointer = `${place.pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return isNode(value) ? followed(root, { pointer, node: value }) : undefined;
}

/** The objects below `place` by name. */
export function eachBelow(root: Node, place: Place | undefined): Map<string, Place> {
  const found = new Map<string, Place>();
  if (place === undefined) return found;
  for (const key of Object.keys(place.node)) {
    const child = below(root, place, key);
    if (child !== undefined) found.set(key, child);
  }
  return found;
}

/** The items of an array below `place`. */
export function itemsBelow(root: Node, place: Place, key: string): Place[] {
  const items = place.node[key];
  if (!Array.isArray(items)) return [];
  return [...eachBelow(root, { pointer: `${place.pointer}/${key}`, node: { ...items } }).values()];
}

function followed(root: Node, place: Place): Place {
  const reference = place.node["$ref"];
  if (typeof reference !== "string") return place;
  const keys = reference.split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  let found: Place | undefined = { pointer: "", node: root };
  for (const key of keys.slice(1)) found = found && below(root, found, key);
  if (keys[0] !== "#" || found === undefined)
    throw new DocumentError(`${place.pointer}: nothing at ${reference}`);
  return found;
}
