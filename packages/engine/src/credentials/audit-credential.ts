import type { Actor, Database } from "@hostscan/database";
import { type AuditAction, audit } from "@hostscan/database";
import type { Transaction } from "kysely";
import type { Credential } from "./credential-columns.ts";

/** Notes what was done to a credential; of what is in it, only whose account it is. */
export function auditCredential(
  trx: Transaction<Database>,
  actor: Actor,
  action: AuditAction & `credential.${string}`,
  { id, name, username }: Credential,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return audit(trx, {
    actor,
    action,
    object: { kind: "credential", id },
    details: { name, username, ...more },
  });
}
