import { sql, type Transaction } from "kysely";
import type { Database } from "../tables.ts";
import type { Actor } from "./actor.ts";

/** What is audited, by the names that `hostscan-server audit --action` knows. */
export type AuditAction =
  | "job.schedule"
  | "job.cancel"
  | "host.onboard"
  | "host.change"
  | "host.change-owner"
  | "host.take-over"
  | "host.trust"
  | "host.remove"
  | "token.issue"
  | "token.revoke"
  | "credential.add"
  | "credential.change"
  | "credential.change-scope"
  | "credential.pause"
  | "credential.remove"
  | "credential.resume"
  | "user.sign-in"
  | "user.sign-in.refused"
  | "user.lockout"
  | "user.add"
  | "user.disable"
  | "user.enable"
  | "user.remove"
  | "user.reset-password"
  | "user.reset-mfa"
  | "key.create"
  | "key.revoke"
  | "signing-key.rotate"
  | "secret-key.rotate"
  | "row.refused"
  | "rows.seal";

type ObjectKind = "job" | "host" | "token" | "credential" | "user" | "key" | "signing-key" | "secret-key";

/** One line of the audit log: who did what to which object. */
export interface AuditEntry {
  readonly actor: Actor;
  readonly action: AuditAction;
  /** Without an id where the act concerns several, which `details` names, or a login that nobody has. */
  readonly object: { readonly kind: ObjectKind; readonly id?: string };
  /** Of the call that carried it out, where there was one and the actor does not say so. */
  readonly requestId?: string;
  /** Whatever else is worth knowing. Holds no secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

function rowOf({ actor, action, object, requestId, details = {} }: AuditEntry) {
  return {
    actor_kind: actor.kind,
    actor: actor.name,
    actor_id: actor.id ?? null,
    action,
    object_kind: object.kind,
    object_id: object.id ?? null,
    request_id: requestId ?? actor.requestId ?? null,
    details,
  };
}

/** Writes a line of the audit log in the transaction of what it tells of, so that neither is there without the other. */
export async function audit(trx: Transaction<Database>, entry: AuditEntry): Promise<void> {
  const { details, ...row } = rowOf(entry);
  await trx
    .insertInto("audit")
    .values({ ...row, details: JSON.stringify(details) })
    .execute();
}

/** As {@link audit}, of lines that may be many, in one statement. */
export async function auditAll(trx: Transaction<Database>, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into audit (actor_kind, actor, actor_id, action, object_kind, object_id, request_id, details)
    select * from json_to_recordset(${JSON.stringify(entries.map(rowOf))}) as line (
      actor_kind text, actor text, actor_id text, action text, object_kind text, object_id text, request_id text,
      details jsonb
    )`.execute(trx);
}
