import type { Kysely, Transaction } from "kysely";
import type { Actor } from "../audit/actor.ts";
import { type AuditEntry, audit } from "../audit/audit.ts";
import type { Database } from "../tables.ts";
import type { GrantingTable } from "./granting-rows.ts";

/** A row is told of once an hour, and so many rows are, by each process: whoever presents them writes no endless log. */
const TELL_AGAIN_MS = 3_600_000;
const MOST = 100;
const told = new Map<string, number>();

function mayTell(name: string): boolean {
  const now = performance.now();
  for (const [other, at] of told) if (at < now - TELL_AGAIN_MS) told.delete(other);
  if (told.has(name) || told.size >= MOST) return false;
  told.set(name, now);
  return true;
}

const KINDS = {
  app_user: "user",
  recovery_code: "user",
  application_key: "key",
  access_token: "token",
  signing_key: "signing-key",
  credential: "credential",
} as const satisfies Readonly<Record<GrantingTable, AuditEntry["object"]["kind"]>>;

/** A row that a MAC is for, and that somebody else has written. */
export interface RefusedRow {
  readonly table: GrantingTable;
  readonly id: string;
  /** Whoever came with what the row would grant, or was about to use it. */
  readonly actor: Actor;
}

/** Audits, in a transaction of the caller's, that a row was refused because its MAC is wrong. */
export async function auditRefusedRow(
  trx: Transaction<Database>,
  { table, id, actor }: RefusedRow,
): Promise<void> {
  if (!mayTell(`${table} ${id}`)) return;
  const object = { kind: KINDS[table], id };
  await audit(trx, { actor, action: "row.refused", object, details: { table } });
}

/** Like {@link auditRefusedRow}, by itself. A line that cannot be written changes nothing of the refusal. */
export async function tellRefusedRow(db: Kysely<Database>, row: RefusedRow): Promise<void> {
  await db
    .transaction()
    .execute((trx) => auditRefusedRow(trx, row))
    .catch(() => told.delete(`${row.table} ${row.id}`));
}
