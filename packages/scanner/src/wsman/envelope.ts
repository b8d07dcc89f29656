import { XMLParser } from "fast-xml-parser";

/** An element's children by their names without prefix; an element without children is its text. */
export type Element = Readonly<Record<string, unknown>>;

/** Where the parser puts text that holds no references, and text beside it. */
const CDATA = "#cdata";
const TEXT = "#text";

/** Deeper than any answer to what a scan asks. */
const MOST_NESTED = 20;

const parser = new XMLParser({
  // Nothing in a host's answer is expanded, fetched or computed; references in text are read by ourselves.
  processEntities: false,
  cdataPropName: CDATA,
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

/** The text of the child element of this name, its references read; the first of them where there are several. */
export function textOf(element: Element | undefined, name: string): string | undefined {
  const value = element !== undefined && Object.hasOwn(element, name) ? element[name] : undefined;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === "string") return readReferences(first);
  if (!isElement(first) || !Object.hasOwn(first, CDATA)) return undefined;
  const [text = "", cdata] = [first[TEXT], first[CDATA]];
  const sections: readonly unknown[] = Array.isArray(cdata) ? cdata : [cdata];
  return typeof text === "string" ? `${readReferences(text)}${sections.join("")}` : undefined;
}

/** Those of XML itself, which no document has to declare (XML 1.0, 4.6). */
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", apos: "'", quot: '"' };
const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|apos|quot));/g;

/** Reads references to characters in a text (XML 1.0, 4.1), each once: what they stand for begins no other. */
function readReferences(text: string): string {
  return text.replace(REFERENCE, (reference, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? reference;
    return character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}

/** What is no character of XML (2.2) becomes U+FFFD. */
function character(code: number): string {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code === 0 || isSurrogate || code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}

function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
