import { XMLParser } from "fast-xml-parser";

/**
 * An element's children by their names without prefix, with its attributes that are of use (`@Name`) and its own text
 * (`#text`); an element without any of these is its text.
 */
export type Element = Readonly<Record<string, unknown>>;

/** Of an instance its class (`xsi:type`), of a selector its name, of a fault its code. */
const KEPT_ATTRIBUTES: ReadonlySet<string> = new Set(["type", "Name", "Code"]);

/** Deeper than any answer to what a scan asks. */
const MOST_NESTED = 20;

const parser = new XMLParser({
  // Nothing in a host's answer is expanded, fetched or computed; references in text are read by ourselves.
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: (name) => !KEPT_ATTRIBUTES.has(name),
  attributeNamePrefix: "@",
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  maxNestedTags: MOST_NESTED,
});

/**
 * The body of a SOAP envelope, or `undefined` where the text is none. SOAP forbids document type declarations
 * (SOAP 1.2, part 1, 5), and with them entities: a text that has one is not read at all.
 */
export function readBody(answer: string | Uint8Array): Element | undefined {
  const plain = withoutSections(typeof answer === "string" ? answer : new TextDecoder().decode(answer));
  if (/<!DOCTYPE/i.test(plain)) return undefined;
  try {
    const document: unknown = parser.parse(plain);
    return child(child(document, "Envelope"), "Body");
  } catch {
    return undefined;
  }
}

const COMMENT = { start: "<!--", end: "-->" };
const CDATA = { start: "<![CDATA[", end: "]]>" };

/**
 * The text without comments, and with references in the place of CDATA sections (XML 1.0, 2.7): the parser would keep those
 * apart from the text around them, and lose their order. One that does not end is left for the parser to refuse.
 */
function withoutSections(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf("<!"); at !== -1; at = text.indexOf("<!", at)) {
    const section = [COMMENT, CDATA].find(({ start }) => text.startsWith(start, at));
    if (section === undefined) {
      at += 2;
      continue;
    }
    const begin = at + section.start.length;
    const end = text.indexOf(section.end, begin);
    if (end === -1) break;
    pieces.push(text.slice(from, at));
    if (section === CDATA) pieces.push(asReferences(text.slice(begin, end)));
    at = end + section.end.length;
    from = at;
  }
  return pieces.join("") + text.slice(from);
}

function asReferences(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The child element of this name that has children itself, where it is the only one. */
export function child(element: unknown, name: string): Element | undefined {
  const value = isElement(element) && Object.hasOwn(element, name) ? element[name] : undefined;
  return isElement(value) ? value : undefined;
}

/** The child elements that have children themselves, whatever their names. */
export function elementsIn(element: Element | undefined): readonly Element[] {
  return Object.values(element ?? {})
    .flat()
    .filter(isElement);
}

/** The child elements of this name that have children themselves. */
export function childrenOf(element: Element | undefined, name: string): readonly Element[] {
  return valuesOf(element, name).filter(isElement);
}

/** The text of the child element of this name, its references read; the first of them where there are several. */
export function textOf(element: Element | undefined, name: string): string | undefined {
  return readText(valuesOf(element, name)[0]);
}

/** The texts of all child elements of this name: the values of an array. */
export function textsOf(element: Element | undefined, name: string): readonly string[] {
  return valuesOf(element, name).flatMap((value) => readText(value) ?? []);
}

function valuesOf(element: Element | undefined, name: string): readonly unknown[] {
  return element !== undefined && Object.hasOwn(element, name) ? [element[name]].flat() : [];
}

/** The text of an element; of one with attributes, too. */
function readText(value: unknown): string | undefined {
  const text = isElement(value) && Object.hasOwn(value, "#text") ? value["#text"] : value;
  return typeof text === "string" ? readReferences(text) : undefined;
}

/** Those of XML itself, which no document has to declare (XML 1.0, 4.6). */
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", apos: "'", quot: '"' };
const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|apos|quot));/g;

/** Reads references to characters in a text (XML 1.0, 4.1), each once: what they stand for begins no other. */
function readReferences(text: string): string {
  return text.replace(REFERENCE, (reference, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? reference;
    return character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}

/** What is no character of XML (2.2) becomes U+FFFD. */
function character(code: number): string {
  const isControl = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  const isNone = code === 0xfffe || code === 0xffff || code > 0x10ffff;
  return isControl || isSurrogate || isNone ? "\ufffd" : String.fromCodePoint(code);
}

function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
