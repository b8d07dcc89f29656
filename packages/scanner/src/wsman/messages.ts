const ENVELOPE = "http://www.w3.org/2003/05/soap-envelope";
const IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
const ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
const GET = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
/** The class has one instance, so no selector names it. */
const OPERATING_SYSTEM = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/Win32_OperatingSystem";

/** Asks what speaks WS-Man here (DSP0226, Identify). Sent with {@link IDENTIFY_HEADER}, nobody has to log in for it. */
export const IDENTIFY =
  `<s:Envelope xmlns:s="${ENVELOPE}" xmlns:i="${IDENTITY}">` +
  "<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>";

/** Windows answers without a login only where this says so (MS-WSMV). */
export const IDENTIFY_HEADER = { WSMANIDENTIFY: "unauthenticated" } as const;

/**
 * Reads the operating system's own account of itself (DSP0226, Get).
 *
 * @param to the address of the host's WS-Man, made of nothing that needs escaping
 */
export function getOperatingSystem(to: string, messageId: string, mostBytes: number): string {
  return (
    `<s:Envelope xmlns:s="${ENVELOPE}" xmlns:a="${ADDRESSING}" xmlns:w="${WSMAN}"><s:Header>` +
    `<a:To>${to}</a:To>` +
    `<w:ResourceURI s:mustUnderstand="true">${OPERATING_SYSTEM}</w:ResourceURI>` +
    `<a:ReplyTo><a:Address s:mustUnderstand="true">${ADDRESSING}/role/anonymous</a:Address></a:ReplyTo>` +
    `<a:Action s:mustUnderstand="true">${GET}</a:Action>` +
    `<w:MaxEnvelopeSize s:mustUnderstand="true">${mostBytes}</w:MaxEnvelopeSize>` +
    `<a:MessageID>uuid:${messageId}</a:MessageID>` +
    "</s:Header><s:Body/></s:Envelope>"
  );
}
