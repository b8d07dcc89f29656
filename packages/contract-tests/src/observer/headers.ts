import type { Operation } from "../document/operations.ts";
import { below, eachBelow, type Node, type Place } from "../document/place.ts";
import type { PromiseId } from "../promise.ts";
import type { Exchange } from "./exchange.ts";
import { headerRules } from "./header-rules.ts";
import type { Validator } from "./validator.ts";

/** What is wrong with one part of an answer. */
export interface Flaw {
  readonly where: string;
  readonly message: string;
  readonly promise?: PromiseId;
}

/** Checks that the declared headers are there where required, and have the values they should. */
export function headerFlaws(
  document: Node,
  validator: Validator,
  response: Place,
  exchange: Exchange,
  siblings: readonly Operation[],
): Flaw[] {
  return [...eachBelow(document, below(document, response, "headers"))].flatMap(([name, header]) => {
    const where = `header ${name}`;
    const value = exchange.headers.get(name);
    if (value === null) return header.node["required"] === true ? [{ where, message: "is missing" }] : [];
    const schema = below(document, header, "schema");
    const mismatches = schema ? validator.mismatches(schema, onTheWire(schema, value)) : [];
    const broken = headerRules[name.toLowerCase()]?.(value, exchange, siblings);
    return [
      ...mismatches.map(({ message }) => ({ where, message: `"${value}" ${message}` })),
      ...(broken ? [{ where, message: broken }] : []),
    ];
  });
}

/** Reads a header's text as the type its schema asks for; text that is none stays text and so fails. */
function onTheWire(schema: Place, value: string): unknown {
  return schema.node["type"] === "integer" && /^-?\d+$/.test(value) ? Number(value) : value;
}
