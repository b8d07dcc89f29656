import { child, childrenOf, type Element, elementsIn, readBody, textOf } from "./envelope.ts";
import type { WsManResponse } from "./http.ts";

/** What a host says that does not answer. */
export interface Fault {
  /** Its name, if it has one. */
  readonly fault: string | undefined;
  readonly status: number;
  /** What Windows calls it by number, itself and what it asked in turn. */
  readonly codes: readonly number[];
}

/** Reads what does not answer, whatever it is. */
export function readFault({ status, body }: Pick<WsManResponse, "status" | "body">): Fault {
  const fault = child(readBody(body), "Fault");
  return { fault: nameOf(fault), status, codes: codesIn(child(fault, "Detail")) };
}

/** The name of a fault, without its prefix: `AccessDenied` (DSP0226). The subcode says more than the code. */
function nameOf(fault: Element | undefined): string | undefined {
  const code = child(fault, "Code");
  const name = textOf(child(code, "Subcode"), "Value") ?? textOf(code, "Value");
  return name?.slice(name.indexOf(":") + 1);
}

/** The codes of the faults in an element, and of those within them. */
function codesIn(detail: Element | undefined): readonly number[] {
  const own = childrenOf(detail, "WSManFault").flatMap((fault) => Number(fault["@Code"]) || []);
  return [...own, ...elementsIn(detail).flatMap(codesIn)];
}

/** ERROR_ACCESS_DENIED, E_ACCESSDENIED, WBEM_E_ACCESS_DENIED, and of WinRM: the WMI service, its provider, the way there. */
const DENIED: ReadonlySet<number> = new Set([5, 0x80070005, 0x80041003, 0x80338104, 0x80338105, 0x80338106]);

/** WBEM_E_INVALID_NAMESPACE, WBEM_E_INVALID_CLASS, WBEM_E_NOT_FOUND, WBEM_E_PROVIDER_NOT_FOUND; of WinRM: no such resource. */
const UNKNOWN: ReadonlySet<number> = new Set([0x8004100e, 0x80041010, 0x80041002, 0x80041011, 0x80338000]);

/** Whether the account may not ask that. */
export function isDenied({ fault, status, codes }: Fault): boolean {
  return status === 403 || fault === "AccessDenied" || codes.some((code) => DENIED.has(code));
}

/** Whether an answer to a login lets it in. Let in, too, is an account that may not ask. */
export function isLetIn(answer: Pick<WsManResponse, "status" | "body">): boolean {
  return answer.status === 200 || isDenied(readFault(answer));
}

/** Whether the host knows nothing of the kind. */
export function isUnknown({ fault, codes }: Fault): boolean {
  return fault === "DestinationUnreachable" || codes.some((code) => UNKNOWN.has(code));
}

/** The faults of SOAP 1.2, WS-Addressing, WS-Enumeration and WS-Management (DSP0226). */
const FAULTS: ReadonlySet<string> = new Set([
  ...["Sender", "Receiver", "MustUnderstand", "VersionMismatch", "DataEncodingUnknown"],
  ...["ActionNotSupported", "DestinationUnreachable", "EndpointUnavailable", "InvalidAddressingHeader"],
  ...[
    "InvalidMessageInformationHeader",
    "MessageInformationHeaderRequired",
    "MessageAddressingHeaderRequired",
  ],
  ...["CannotProcessFilter", "FilterDialectRequestedUnavailable", "FilteringNotSupported"],
  ...["InvalidEnumerationContext", "InvalidExpirationTime", "UnsupportedExpirationType"],
  ...["AccessDenied", "AlreadyExists", "Concurrency", "EncodingLimit", "FragmentDialectNotSupported"],
  ...["InternalError", "InvalidOptions", "InvalidParameter", "InvalidRepresentation", "InvalidSelectors"],
  ...["QuotaLimit", "SchemaValidationError", "TimedOut", "UnsupportedFeature"],
]);

/** What Windows calls an error: of other numbers nothing is told. */
const isErrorCode = (code: number) => code >= 2 ** 31 && code < 2 ** 32;

/** For people: what a host says, in a clause. Words of its own are not repeated: they may hold the secret that it was told. */
export function causeOf({ fault = "", status, codes }: Fault): string {
  const code = codes.findLast(isErrorCode);
  const last = code === undefined ? `${status}` : `${status}, code ${code}`;
  return FAULTS.has(fault) ? `${fault}, ${last}` : `it answered ${last}`;
}
