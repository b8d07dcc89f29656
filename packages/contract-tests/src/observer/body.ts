import { below, eachBelow, type Node, type Place } from "../document/place.ts";
import type { Exchange } from "./exchange.ts";
import type { Flaw } from "./headers.ts";
import type { Validator } from "./validator.ts";

/** Checks content type and body of an answer; one that is declared without content must have neither. */
export function bodyFlaws(document: Node, validator: Validator, response: Place, exchange: Exchange): Flaw[] {
  const content = eachBelow(document, below(document, response, "content"));
  if (content.size === 0) {
    return exchange.text === "" ? [] : [{ where: "body", message: "there is one, but none is declared" }];
  }
  const contentType = exchange.headers.get("Content-Type");
  const essence = contentType?.split(";")[0]?.trim().toLowerCase();
  const media = content.get(essence ?? "");
  if (media === undefined) {
    const declared = [...content.keys()].join(" or ");
    return [{ where: "content-type", message: `is ${contentType ?? "missing"}, not ${declared}` }];
  }
  if (exchange.json === undefined) return [{ where: "body", message: "is not JSON" }];
  const schema = below(document, media, "schema");
  const mismatches = schema ? validator.mismatches(schema, exchange.json) : [];
  return mismatches.map(({ pointer, message }) => ({ where: `body ${pointer}`.trim(), message }));
}
