import type { components, operations } from "./generated/types.ts";
import type { List } from "./list.ts";
import type { CallOptions, ListOptions, SchedulingOptions } from "./options.ts";

type Schemas = components["schemas"];

/** A service account that hosts are scanned with, without what it logs in with. */
export type Credential = Schemas["Credential"];

/** Which keys that await trust are listed. */
export type AwaitingFilter = Pick<
  NonNullable<operations["GetAwaitingTrust"]["parameters"]["query"]>,
  "hostScanJobId"
>;

/** The part of the client that keeps service accounts. All but the reads are for Admins. */
export interface CredentialCalls {
  /** The credentials that the caller may name; to an Admin all. */
  listCredentials(options?: ListOptions): List<Credential>;
  getCredential(credentialId: string, options?: CallOptions): Promise<Credential>;
  addCredential(credential: Schemas["NewCredential"], options?: SchedulingOptions): Promise<Credential>;
  /** Replaces all that it logs in with, and ends its pause. */
  changeCredentialSecret(
    credentialId: string,
    secret: Schemas["CredentialSecret"],
    options?: CallOptions,
  ): Promise<Credential>;
  changeCredentialScope(
    credentialId: string,
    scope: Schemas["CredentialScope"],
    options?: CallOptions,
  ): Promise<Credential>;
  /** Ends its pause. */
  resumeCredential(credentialId: string, options?: CallOptions): Promise<Credential>;
  /** Forgets one that no host is scanned with. */
  removeCredential(credentialId: string, options?: CallOptions): Promise<void>;
}

/** The part of the client that trusts what hosts have shown. All but the list is for Admins. */
export interface TrustCalls {
  /** What hosts have shown and that is not trusted: of all of them, or of those of a job. */
  listAwaitingTrust(filter?: AwaitingFilter, options?: ListOptions): List<Schemas["HostScanKey"]>;
  /** Trusts what the hosts have shown, of all of them or of none. */
  trustHosts(
    hosts: readonly Schemas["TrustedHost"][],
    options?: SchedulingOptions,
  ): Promise<Schemas["HostTrusted"][]>;
  /** What the hosts of a job have shown, to be looked at, and the code for `trustReviewed`. */
  reviewTrust(jobId: string, options?: CallOptions): Promise<Schemas["TrustReview"]>;
  /** Trusts what was looked at, if it is still that. */
  trustReviewed(jobId: string, code: string, options?: SchedulingOptions): Promise<Schemas["HostTrusted"][]>;
  /** Trusts hosts by the text of a known_hosts file. */
  trustKnownHosts(
    file: Schemas["KnownHosts"],
    options?: SchedulingOptions,
  ): Promise<Schemas["KnownHostsTrusted"]>;
}
