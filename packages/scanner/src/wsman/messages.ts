const ENVELOPE = "http://www.w3.org/2003/05/soap-envelope";
const IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
const ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
const ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
const GET = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
const WQL = "http://schemas.microsoft.com/wbem/wsman/1/WQL";
/** Classes of WMI, by their namespaces. */
const WMI = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";

/** The namespace of most that Windows tells of itself. */
export const CIMV2 = "root/cimv2";

/** The most bytes of an answer: what older Windows have as their own bound, too (MS-WSMV, 3.1.4.1.3). */
export const MOST_ENVELOPE_BYTES = 150 * 1024;

/** Asks what speaks WS-Man here (DSP0226, Identify). Sent with {@link IDENTIFY_HEADER}, nobody has to log in for it. */
export const IDENTIFY =
  `<s:Envelope xmlns:s="${ENVELOPE}" xmlns:i="${IDENTITY}">` +
  "<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>";

/** Windows answers without a login only where this says so (MS-WSMV). */
export const IDENTIFY_HEADER = { WSMANIDENTIFY: "unauthenticated" } as const;

/** Where a message goes to, and what it is called. */
export interface Addressed {
  /** The address of the host's WS-Man, made of nothing that needs escaping. */
  readonly to: string;
  readonly messageId: string;
}

/** Reads the operating system's own account of itself (DSP0226, Get). The class has one instance: no selector names it. */
export function getOperatingSystem(addressed: Addressed): string {
  return message(addressed, `${WMI}${CIMV2}/Win32_OperatingSystem`, GET, "");
}

/** A query of WQL in a namespace, which is made of nothing that needs escaping. */
export interface Query {
  readonly namespace: string;
  readonly wql: string;
}

/** Begins to read what a query finds (DSP0226, Enumerate); its first instances are answered at once. */
export function enumerate(addressed: Addressed, { namespace, wql }: Query, mostElements: number): string {
  return message(
    addressed,
    `${WMI}${namespace}/*`,
    `${ENUMERATION}/Enumerate`,
    `<n:Enumerate xmlns:n="${ENUMERATION}"><w:OptimizeEnumeration/><w:MaxElements>${mostElements}</w:MaxElements>` +
      `<w:Filter Dialect="${WQL}">${escaped(wql)}</w:Filter></n:Enumerate>`,
  );
}

/** Goes on with it, by what the host has called it. */
export function pull(
  addressed: Addressed,
  { namespace }: Query,
  context: string,
  mostElements: number,
): string {
  return message(
    addressed,
    `${WMI}${namespace}/*`,
    `${ENUMERATION}/Pull`,
    `<n:Pull xmlns:n="${ENUMERATION}"><n:EnumerationContext>${escaped(context)}</n:EnumerationContext>` +
      `<n:MaxElements>${mostElements}</n:MaxElements></n:Pull>`,
  );
}

/** A method of a class that belongs to no instance of it. Its names are made of nothing that needs escaping. */
export interface Call {
  readonly namespace: string;
  readonly className: string;
  readonly method: string;
  /** In the order of the method's. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Calls a method (MS-WSMV, 3.1.4.1.30). */
export function invoke(addressed: Addressed, { namespace, className, method, parameters }: Call): string {
  const uri = `${WMI}${namespace}/${className}`;
  const told = Object.entries(parameters).map(
    ([name, value]) => `<p:${name}>${escaped(String(value))}</p:${name}>`,
  );
  return message(
    addressed,
    uri,
    `${uri}/${method}`,
    `<p:${method}_INPUT xmlns:p="${uri}">${told.join("")}</p:${method}_INPUT>`,
  );
}

function message({ to, messageId }: Addressed, resource: string, action: string, body: string) {
  return (
    `<s:Envelope xmlns:s="${ENVELOPE}" xmlns:a="${ADDRESSING}" xmlns:w="${WSMAN}"><s:Header>` +
    `<a:To>${to}</a:To>` +
    `<w:ResourceURI s:mustUnderstand="true">${resource}</w:ResourceURI>` +
    `<a:ReplyTo><a:Address s:mustUnderstand="true">${ADDRESSING}/role/anonymous</a:Address></a:ReplyTo>` +
    `<a:Action s:mustUnderstand="true">${action}</a:Action>` +
    `<w:MaxEnvelopeSize s:mustUnderstand="true">${MOST_ENVELOPE_BYTES}</w:MaxEnvelopeSize>` +
    `<a:MessageID>uuid:${messageId}</a:MessageID>` +
    `</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
