import type { components } from "@hostscan/contract";
import type { CallContext, SchedulingContext } from "./caller.ts";
import type { Page, PageAsked } from "./inventory.ts";
import type { Result } from "./result.ts";

type Schemas = components["schemas"];

/** The part of the port that keeps service accounts. Only Admins get to what changes them. */
export interface CredentialService {
  /** Lists those that the caller may name, by name; to an Admin all (`GetCredentials`). */
  listCredentials(asked: PageAsked, context: CallContext): Promise<Result<Page<Schemas["Credential"]>>>;

  /** Reads one that the caller may name (`GetCredential`). */
  getCredential(credentialId: string, context: CallContext): Promise<Result<Schemas["Credential"]>>;

  /** Keeps one (`AddCredential`). No rejection repeats what is stated of it. */
  addCredential(
    credential: Schemas["NewCredential"],
    context: SchedulingContext,
  ): Promise<Result<Schemas["Credential"]>>;

  /** Replaces what it logs in with, and ends its pause (`ChangeCredentialSecret`). */
  changeCredentialSecret(
    credentialId: string,
    secret: Schemas["CredentialSecret"],
    context: CallContext,
  ): Promise<Result<Schemas["Credential"]>>;

  /** Says where it may be presented, and who may name it (`ChangeCredentialScope`). */
  changeCredentialScope(
    credentialId: string,
    scope: Schemas["CredentialScope"],
    context: CallContext,
  ): Promise<Result<Schemas["Credential"]>>;

  /** Ends its pause (`ResumeCredential`). */
  resumeCredential(credentialId: string, context: CallContext): Promise<Result<Schemas["Credential"]>>;

  /** Forgets one that no host is scanned with (`RemoveCredential`). */
  removeCredential(credentialId: string, context: CallContext): Promise<Result<void>>;
}
