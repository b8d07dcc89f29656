import type * as contract from "@hostscan/contract";

// The contract's own constants, once more: importing them would be the client's only import at run time. The types
// let none of them be missing, surplus or wrong.

/** Where a job, or one host of it, stands: `ActionStatus.Running === 1`. */
export const ActionStatus: typeof contract.ActionStatus = {
  Queued: 0,
  Running: 1,
  Complete: 2,
  Failed: 3,
  Cancelled: 4,
  CompletedWithErrors: 5,
  CompletedNotRun: 6,
  Paused: 7,
  Scheduled: 8,
  Unknown: 9,
  Pending: 10,
};
export type ActionStatus = contract.ActionStatus;

/** Why a host could not be scanned. */
export const ActionFailureReason: typeof contract.ActionFailureReason = {
  NoError: 0,
  UnknownError: 1,
  SystemError: 2,
  ActionServiceUnavailable: 3,
  ActionTimeout: 4,
  AccessDenied: 5,
  UserAlreadyMemberofGroup: 6,
  UserNotMemberofGroup: 7,
  InvalidGroupName: 8,
  InvalidUserName: 9,
  InvalidHostName: 10,
  FailedToConnect: 11,
};
export type ActionFailureReason = contract.ActionFailureReason;

/** What to do when a host shows another key than the trusted one. */
export const SshTrustActionType: typeof contract.SshTrustActionType = {
  AlwaysTrustIgnoreThumbprint: 0,
  WarnOnThumbprintMismatch: 1,
  ErrorOnThumbprintMismatch: 2,
};
export type SshTrustActionType = contract.SshTrustActionType;

/** Which key or certificate of a host a thumbprint belongs to. */
export const CertificateType: typeof contract.CertificateType = { WinRM: 0, RDP: 1, SSH: 2 };
export type CertificateType = contract.CertificateType;

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
