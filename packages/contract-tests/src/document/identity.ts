import { createHash } from "node:crypto";
import { isNode, memberOf, type Node } from "./place.ts";

/** Which document it is: what is said of one state of it need not hold for another. */
export interface DocumentIdentity {
  /** Its `info.version`; empty where it has none. */
  readonly version: string;
  /** SHA-256 of its content in hex, whatever the order of its members. */
  readonly sha256: string;
}

/** Identifies a bundled document. */
export function identityOf(document: Node): DocumentIdentity {
  const version = memberOf(document["info"], "version");
  return {
    version: typeof version === "string" ? version : "",
    sha256: createHash("sha256").update(JSON.stringify(document, sorted)).digest("hex"),
  };
}

/** Puts an object's members in the order of their names (a replacer of `JSON.stringify`). */
function sorted(_name: string, value: unknown): unknown {
  if (!isNode(value)) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members);
}
