import {
  Credential,
  HostScanKey,
  HostTrusted,
  KnownHostsTrusted,
  TrustReview,
} from "@hostscan/contract/schemas";
import { type CredentialService, notFound, type Result, type TrustService } from "@hostscan/core";
import { z } from "zod";
import type { DeclaredAnswers } from "../examples/declared-answers.ts";
import { success } from "../examples/successes.ts";
import { page } from "./mock-inventory.ts";

/** What the document's examples show of credentials and trust. A credential is known where an example has it. */
export function createMockAdministration(answers: DeclaredAnswers): CredentialService & TrustService {
  const credentials = success(answers, "GetCredentials", z.array(Credential));
  const added = success(answers, "AddCredential", Credential);
  const changed = success(answers, "ChangeCredentialScope", Credential);
  const keys = success(answers, "GetAwaitingTrust", z.array(HostScanKey));
  const trusted = success(answers, "TrustHosts", z.array(HostTrusted));
  const review = success(answers, "ReviewTrust", TrustReview);
  const known = success(answers, "TrustKnownHosts", KnownHostsTrusted);

  /** What becomes of a credential that the examples have. */
  function of<T>(credentialId: string, answer: (credential: z.output<typeof Credential>) => T): Result<T> {
    const found = credentials.find(({ id }) => id === credentialId.toLowerCase());
    if (found !== undefined) return { ok: true, value: answer(found) };
    const there = credentials.map(({ id }) => id).join(", ");
    return notFound(`No credential has the id ${credentialId}; the examples have ${there}.`);
  }

  return {
    listCredentials: async (asked) => page(credentials, asked),
    getCredential: async (id) => of(id, (credential) => credential),
    addCredential: async () => ({ ok: true, value: added }),
    changeCredentialSecret: async (id) => of(id, (credential) => credential),
    changeCredentialScope: async (id) => of(id, (credential) => ({ ...changed, id: credential.id })),
    resumeCredential: async (id) => of(id, (credential) => credential),
    removeCredential: async (id) => of(id, () => undefined),
    listAwaitingTrust: async (asked) => page(keys, asked),
    trustHosts: async () => ({ ok: true, value: trusted }),
    reviewTrust: async () => ({ ok: true, value: review }),
    trustReviewed: async () => ({ ok: true, value: trusted }),
    trustKnownHosts: async () => ({ ok: true, value: known }),
  };
}
