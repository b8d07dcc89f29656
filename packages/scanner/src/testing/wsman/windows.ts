import { envelope } from "./answers.ts";

/** What a Windows answers: a pattern of what it is asked, a status and a body each; the first that fits is its answer. */
export type WindowsAnswers = readonly (readonly [pattern: string, status: number, body: string])[];

/** Of a property: a text, several, none, or XML as it stands. */
type Value = string | null | readonly string[] | { readonly xml: string };
export type Properties = Readonly<Record<string, Value>>;

const WMI = "http://schemas.microsoft.com/wbem/wsman/1/wmi";
const ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
const SCHEMA = "http://www.w3.org/2001/XMLSchema-instance";
const COMMON = "http://schemas.dmtf.org/wbem/wscim/1/common";
const ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Properties as Windows writes them: an array as often as it has values, what is null as `xsi:nil`. */
const properties = (told: Properties, prefix = "p"): string =>
  Object.entries(told)
    .flatMap(([name, value]) => {
      const tag = `${prefix}:${name}`;
      if (value === null) return [`<${tag} xsi:nil="true"/>`];
      if (typeof value === "object" && "xml" in value) return [value.xml];
      return [value].flat().map((text) => `<${tag}>${escaped(text)}</${tag}>`);
    })
    .join("");

/** An instance of a class, all of it. */
export const instance = (className: string, told: Properties, namespace = "root/cimv2"): string =>
  `<p:${className} xmlns:xsi="${SCHEMA}" xmlns:p="${WMI}/${namespace}/${className}" xmlns:cim="${COMMON}" ` +
  `xsi:type="p:${className}_Type" xml:lang="en-US">${properties(told)}</p:${className}>`;

/** A property that is an instance itself. */
export const embedded = (
  name: string,
  className: string,
  told: Properties,
  namespace = "root/cimv2",
): string =>
  `<p:${name} xmlns:p1="${WMI}/${namespace}/${className}" xsi:type="p1:${className}_Type">` +
  `${properties(told, "p1")}</p:${name}>`;

/** A property that refers to another instance. */
export const reference = (name: string, className: string, keys: Readonly<Record<string, string>>): string =>
  `<p:${name} xmlns:a="${ADDRESSING}" xmlns:w="${WSMAN}">` +
  `<a:Address>${ADDRESSING}/role/anonymous</a:Address><a:ReferenceParameters>` +
  `<w:ResourceURI>${WMI}/root/cimv2/${className}</w:ResourceURI><w:SelectorSet>` +
  Object.entries(keys)
    .map(([key, value]) => `<w:Selector Name="${key}">${escaped(value)}</w:Selector>`)
    .join("") +
  `</w:SelectorSet></a:ReferenceParameters></p:${name}>`;

/** A moment or an interval, as Windows writes it. */
export const datetime = (name: string, value: string): Value => ({
  xml: `<p:${name}><cim:Datetime>${value}</cim:Datetime></p:${name}>`,
});
export const interval = (name: string, value: string): Value => ({
  xml: `<p:${name}><cim:Interval>${value}</cim:Interval></p:${name}>`,
});

/** The first answer to a query: all that it found, or with a context what to go on by. */
export const found = (instances: readonly string[], context?: string): string =>
  envelope(
    `<n:EnumerateResponse xmlns:n="${ENUMERATION}" xmlns:w="${WSMAN}">` +
      `<n:EnumerationContext>${context ?? ""}</n:EnumerationContext><w:Items>${instances.join("")}</w:Items>` +
      `${context === undefined ? "<w:EndOfSequence/>" : ""}</n:EnumerateResponse>`,
  );

/** A later one. */
export const foundMore = (instances: readonly string[], context?: string): string =>
  envelope(
    `<n:PullResponse xmlns:n="${ENUMERATION}"><n:EnumerationContext>${context ?? ""}</n:EnumerationContext>` +
      `<n:Items>${instances.join("")}</n:Items>${context === undefined ? "<n:EndOfSequence/>" : ""}</n:PullResponse>`,
  );

/** What a method gives back. */
export const output = (method: string, xml: string, returned = "0"): string =>
  envelope(
    `<p:${method}_OUTPUT xmlns:xsi="${SCHEMA}" xmlns:p="${WMI}/root/cimv2/StdRegProv" xmlns:cim="${COMMON}">` +
      `${xml}<p:ReturnValue>${returned}</p:ReturnValue></p:${method}_OUTPUT>`,
  );
