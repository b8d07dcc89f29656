import type { Actor, Database } from "@hostscan/database";
import { type AuditAction, type AuditEntry, audit } from "@hostscan/database";
import type { Transaction } from "kysely";
import type { Credential } from "./credential-columns.ts";

/** The line of what was done to a credential; of what is in it, only whose account it is. */
export function credentialLine(
  actor: Actor,
  action: AuditAction & `credential.${string}`,
  { id, name, username }: Credential,
  more: Readonly<Record<string, unknown>> = {},
): AuditEntry {
  return { actor, action, object: { kind: "credential", id }, details: { name, username, ...more } };
}

/** Notes what was done to a credential. */
export function auditCredential(
  trx: Transaction<Database>,
  ...line: Parameters<typeof credentialLine>
): Promise<void> {
  return audit(trx, credentialLine(...line));
}
