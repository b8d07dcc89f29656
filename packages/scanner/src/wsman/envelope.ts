import { XMLParser } from "fast-xml-parser";

/** An element's children by their names without prefix; an element without children is its text. */
export type Element = Readonly<Record<string, unknown>>;

/** Deeper than any answer to what a scan asks. */
const MOST_NESTED = 20;

const parser = new XMLParser({
  // Nothing in a host's answer is expanded, fetched or computed.
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  maxNestedTags: MOST_NESTED,
});

/**
 * The body of a SOAP envelope, or `undefined` where the text is none. SOAP forbids document type declarations
 * (SOAP 1.2, part 1, 5), and with them entities: a text that has one is not read at all.
 */
export function readBody(text: string): Element | undefined {
  if (/<!DOCTYPE/i.test(text)) return undefined;
  try {
    const document: unknown = parser.parse(text);
    return child(child(document, "Envelope"), "Body");
  } catch {
    return undefined;
  }
}

/** The child element of this name that has children itself. */
export function child(element: unknown, name: string): Element | undefined {
  const value = isElement(element) && Object.hasOwn(element, name) ? element[name] : undefined;
  return isElement(value) ? value : undefined;
}

/** The text of the child element of this name; the first of them where there are several. */
export function textOf(element: Element | undefined, name: string): string | undefined {
  const value = element !== undefined && Object.hasOwn(element, name) ? element[name] : undefined;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" ? first : undefined;
}

function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
