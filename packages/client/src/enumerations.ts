/** The API's integer enumerations: `ActionStatus.Running === 1`. */
export {
  ActionFailureReason,
  ActionStatus,
  CertificateType,
  CredentialKind,
  ElevationMethod,
  HostScanChangeKind,
  HostScanSection,
  HostScanSectionState,
  ServiceStartType,
  SshTrustActionType,
  UserPrivilege,
} from "./generated/enumerations.ts";

/**
 * The number of an enumeration's member, given by number or by name: `numberOf(ActionStatus, "Running") === 1`.
 *
 * What is neither comes back as it is, so that a value newer than this release survives.
 */
export function numberOf<Number extends number, T>(
  enumeration: Readonly<Record<string, Number>>,
  value: T,
): T | Number {
  return typeof value === "string" && Object.hasOwn(enumeration, value)
    ? (enumeration[value] ?? value)
    : value;
}

/** The name of an enumeration's member, for people: `nameOf(ActionStatus, 1) === "Running"`; of an unknown one, its text. */
export function nameOf(
  enumeration: Readonly<Record<string, number>>,
  value: number | string | null | undefined,
): string {
  return Object.keys(enumeration).find((name) => enumeration[name] === value) ?? String(value ?? "");
}
