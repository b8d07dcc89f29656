import type { components } from "@hostscan/contract";
import type { CallContext, SchedulingContext } from "./caller.ts";
import type { Page, PageAsked } from "./inventory.ts";
import type { Result } from "./result.ts";

type Schemas = components["schemas"];

/** The part of the port that trusts what hosts have shown. Only Admins get to what changes it. */
export interface TrustService {
  /** Lists what hosts that the caller sees have shown and that is not trusted (`GetAwaitingTrust`). */
  listAwaitingTrust(
    asked: PageAsked & { readonly hostScanJobId?: string },
    context: CallContext,
  ): Promise<Result<Page<Schemas["HostScanKey"]>>>;

  /** Trusts what each host has shown, of all of them or of none (`TrustHosts`). */
  trustHosts(
    hosts: readonly Schemas["TrustedHost"][],
    context: SchedulingContext,
  ): Promise<Result<Schemas["HostTrusted"][]>>;

  /** Reads what the hosts of a job have shown and that is not trusted (`ReviewTrust`). */
  reviewTrust(hostScanJobId: string, context: CallContext): Promise<Result<Schemas["TrustReview"]>>;

  /** Trusts all of that, if it is what the code stands for (`TrustReviewed`). */
  trustReviewed(
    hostScanJobId: string,
    review: Schemas["TrustReviewCode"],
    context: SchedulingContext,
  ): Promise<Result<Schemas["HostTrusted"][]>>;

  /** Trusts hosts by a file of OpenSSH's known hosts (`TrustKnownHosts`). */
  trustKnownHosts(
    file: Schemas["KnownHosts"],
    context: SchedulingContext,
  ): Promise<Result<Schemas["KnownHostsTrusted"]>>;
}
