const ENVELOPE = "http://www.w3.org/2003/05/soap-envelope";
const IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
const ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
const ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
const GET = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
const WQL = "http://schemas.microsoft.com/wbem/wsman/1/WQL";
/** Classes of WMI; a query names its own. */
const CLASSES = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/";

/** Asks what speaks WS-Man here (DSP0226, Identify). Sent with {@link IDENTIFY_HEADER}, nobody has to log in for it. */
export const IDENTIFY =
  `<s:Envelope xmlns:s="${ENVELOPE}" xmlns:i="${IDENTITY}">` +
  "<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>";

/** Windows answers without a login only where this says so (MS-WSMV). */
export const IDENTIFY_HEADER = { WSMANIDENTIFY: "unauthenticated" } as const;

/** Where a message goes to, and how much may be answered to it. */
export interface Addressed {
  /** The address of the host's WS-Man, made of nothing that needs escaping. */
  readonly to: string;
  readonly messageId: string;
  readonly mostBytes: number;
}

/** Reads the operating system's own account of itself (DSP0226, Get). The class has one instance: no selector names it. */
export function getOperatingSystem(addressed: Addressed): string {
  return message(addressed, `${CLASSES}Win32_OperatingSystem`, GET, "");
}

/**
 * Begins to read what a query finds (DSP0226, Enumerate); its first instances are answered at once.
 *
 * @param query made of nothing that needs escaping
 */
export function enumerate(addressed: Addressed, query: string, mostElements: number): string {
  return message(
    addressed,
    `${CLASSES}*`,
    `${ENUMERATION}/Enumerate`,
    `<n:Enumerate xmlns:n="${ENUMERATION}"><w:OptimizeEnumeration/><w:MaxElements>${mostElements}</w:MaxElements>` +
      `<w:Filter Dialect="${WQL}">${query}</w:Filter></n:Enumerate>`,
  );
}

/** Goes on with it, by what the host has called it. */
export function pull(addressed: Addressed, context: string, mostElements: number): string {
  return message(
    addressed,
    `${CLASSES}*`,
    `${ENUMERATION}/Pull`,
    `<n:Pull xmlns:n="${ENUMERATION}"><n:EnumerationContext>${escaped(context)}</n:EnumerationContext>` +
      `<n:MaxElements>${mostElements}</n:MaxElements></n:Pull>`,
  );
}

function message({ to, messageId, mostBytes }: Addressed, resource: string, action: string, body: string) {
  return (
    `<s:Envelope xmlns:s="${ENVELOPE}" xmlns:a="${ADDRESSING}" xmlns:w="${WSMAN}"><s:Header>` +
    `<a:To>${to}</a:To>` +
    `<w:ResourceURI s:mustUnderstand="true">${resource}</w:ResourceURI>` +
    `<a:ReplyTo><a:Address s:mustUnderstand="true">${ADDRESSING}/role/anonymous</a:Address></a:ReplyTo>` +
    `<a:Action s:mustUnderstand="true">${action}</a:Action>` +
    `<w:MaxEnvelopeSize s:mustUnderstand="true">${mostBytes}</w:MaxEnvelopeSize>` +
    `<a:MessageID>uuid:${messageId}</a:MessageID>` +
    `</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
