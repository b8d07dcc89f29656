import { type Kysely, sql, type Transaction } from "kysely";
import { OutOfDateError } from "../is-unavailable.ts";
import type { Database, MacColumns } from "../tables.ts";
import type { SecretBox } from "./secret-box.ts";
import { SecretKeyError } from "./secret-key.ts";

/**
 * Rows that grant access, or hold a login for hosts, and the columns of them that say what to whom: what somebody who can
 * write to the database but has no secret key must not change. What changes with every use (`last_used_at`, `last_code_step`) is not
 * covered, nor what nobody is let in by (names that are only shown, `created_at`).
 */
export const GRANTING = {
  app_user: ["id", "login", "role", "password_hash", "secret", "key_id", "session_version", "disabled_at"],
  recovery_code: ["user_id", "digest"],
  application_key: ["id", "name", "prefix", "digest", "expires_at", "revoked_at"],
  access_token: ["id", "name", "role", "expires_at", "revoked_at", "signing_key_id"],
  signing_key: ["id", "secret", "key_id", "retired_at"],
  credential: [
    "id",
    "name",
    "username",
    "secret",
    "key_id",
    "secret_version",
    "scope",
    "scope_decided",
    "callers",
  ],
} as const satisfies { readonly [Table in keyof Database]?: readonly (keyof Database[Table])[] };

export type GrantingTable = keyof typeof GRANTING;

export const GRANTING_TABLES = [
  "app_user",
  "recovery_code",
  "application_key",
  "access_token",
  "signing_key",
  "credential",
] as const satisfies readonly GrantingTable[];

/** Columns that name one row. */
const KEYS = {
  app_user: ["id"],
  recovery_code: ["user_id", "digest"],
  application_key: ["id"],
  access_token: ["id"],
  signing_key: ["id"],
  credential: ["id"],
} as const satisfies { readonly [Table in GrantingTable]: readonly (typeof GRANTING)[Table][number][] };

/** A row with what its MAC covers. */
export type GrantingRow<Table extends GrantingTable> = Readonly<
  Record<(typeof GRANTING)[Table][number], unknown>
> &
  Readonly<MacColumns>;

export type AnyRow = Readonly<Record<string, unknown>>;

/** One spelling for each value of a column; a time counts to the millisecond, as it is read. */
function spell(value: unknown): unknown {
  if (value === undefined) throw new Error("A column that the MAC covers was not read.");
  return Buffer.isBuffer(value) ? value.toString("base64") : value;
}

/** What the MAC of a row is over: the table's name, and the names and values of what it covers. */
export function rowText(table: GrantingTable, row: AnyRow): string {
  return JSON.stringify([table, ...GRANTING[table].map((column) => [column, spell(row[column])])]);
}

/**
 * Whether nobody but Hostscan wrote a row that was read. The database is asked only where its MAC is of another key.
 *
 * @throws {OutOfDateError} where the secret key was rotated, and this process has not heard of it yet.
 */
export async function isIntact<Table extends GrantingTable>(
  db: Kysely<Database>,
  box: SecretBox,
  table: Table,
  row: GrantingRow<Table>,
): Promise<boolean> {
  const verdict = box.judge(rowText(table, row), row);
  if (verdict === "other key" && (await currentKeyId(db)) === row.mac_key_id) {
    throw new OutOfDateError(`The secret key was rotated to ${row.mac_key_id}.`);
  }
  return verdict === "right";
}

/** Which key the database's secrets and MACs are under; undefined before the first start. */
export async function currentKeyId(db: Kysely<Database>): Promise<string | undefined> {
  const state = await db.selectFrom("secret_key_state").select("key_id").executeTakeFirst();
  return state?.key_id;
}

/** Reads rows of a table with what their MACs cover, all or those of some ids, and locks them. */
export async function lockRows(
  trx: Transaction<Database>,
  table: GrantingTable,
  ids?: readonly string[],
): Promise<(AnyRow & Readonly<MacColumns>)[]> {
  const columns = [...GRANTING[table], "mac", "mac_key_id"].map((column) => sql.ref(column));
  const those = ids === undefined ? sql`true` : sql`${sql.ref(KEYS[table][0])} in (${sql.join(ids)})`;
  const { rows } = await sql<AnyRow & Readonly<MacColumns>>`
    select ${sql.join(columns)} from ${sql.table(table)} where ${those} for update`.execute(trx);
  return rows;
}

/** Writes the MAC of one row as it was read. */
export async function writeMac(
  trx: Transaction<Database>,
  box: SecretBox,
  table: GrantingTable,
  row: AnyRow,
): Promise<void> {
  const { mac, mac_key_id } = box.mac(rowText(table, row));
  const named = KEYS[table].map((column) => sql`${sql.ref(column)} = ${row[column]}`);
  await sql`
    update ${sql.table(table)} set mac = ${mac}, mac_key_id = ${mac_key_id}
    where ${sql.join(named, sql` and `)}`.execute(trx);
}

/**
 * Gives rows that this transaction has written their MACs: to be called once they are as they shall be.
 *
 * @throws {SecretKeyError} where the secret key was rotated since this process has read it.
 */
export async function vouchFor(
  trx: Transaction<Database>,
  box: SecretBox,
  table: GrantingTable,
  ...ids: readonly string[]
): Promise<void> {
  const state = await trx.selectFrom("secret_key_state").select("key_id").forShare().executeTakeFirst();
  if (state !== undefined && state.key_id !== box.keyId) {
    throw new SecretKeyError("The secret key was rotated meanwhile, and nothing was changed: do it again.");
  }
  for (const row of await lockRows(trx, table, ids)) await writeMac(trx, box, table, row);
}

/** Locks the rows of an id, and tells whether nobody but Hostscan wrote them. */
export async function areIntact(
  trx: Transaction<Database>,
  box: SecretBox,
  table: GrantingTable,
  id: string,
): Promise<boolean> {
  const rows = await lockRows(trx, table, [id]);
  return rows.every((row) => box.judge(rowText(table, row), row) === "right");
}

/** Changes rows of an id, and vouches for the outcome unless somebody else had changed them before: those stay refused. */
export async function changeRows<T>(
  trx: Transaction<Database>,
  box: SecretBox,
  { table, id }: { readonly table: GrantingTable; readonly id: string },
  change: () => Promise<T>,
): Promise<T> {
  const intact = await areIntact(trx, box, table, id);
  const changed = await change();
  if (intact) await vouchFor(trx, box, table, id);
  return changed;
}
