import { randomUUID } from "node:crypto";
import type { InvalidValue, Result } from "@hostscan/core";
import { conflict, invalid, nameProblem } from "@hostscan/core";
import type { Actor, Database, SecretBox } from "@hostscan/database";
import { auditAll, vouchFor } from "@hostscan/database";
import { checkCredential, type ScanCredential } from "@hostscan/scanner";
import type { Kysely, Transaction } from "kysely";
import { credentialLine } from "./audit-credential.ts";
import { readStatedScope, type StatedScope } from "./change-scope.ts";
import { type Credential, credentialColumns, type Secrets } from "./credential-columns.ts";
import { secretProblem, usernameProblem } from "./login-text.ts";
import { withoutValue } from "./without-value.ts";

/** A service account to keep, under a name that no other has. */
export interface NewCredential extends ScanCredential, StatedScope {
  readonly name: string;
}

interface AddSetting {
  readonly db: Kysely<Database>;
  readonly box: SecretBox;
  readonly actor: Actor;
}

/** The row to be, or what is wrong with what is stated. */
export async function readNewCredential(
  box: SecretBox,
  { name, username, scope, callers, ...secrets }: NewCredential,
) {
  const wrong = nameProblem(name);
  if (wrong !== undefined) return invalid([{ path: "name", message: wrong }], `The name ${wrong}.`);
  const stated = readStatedScope({ scope, ...(callers && { callers }) });
  if (!stated.ok) return stated;
  const bad = usernameProblem(username) ?? secretProblem(secrets);
  if (bad !== undefined) return invalid([bad], `The ${bad.path} ${bad.message}.`);
  const login = await checkCredential({ username, ...secrets });
  if (!login.ok) return invalid([], login.failure.message);
  const id = randomUUID();
  const sealed = box.seal({ table: "credential", id }, JSON.stringify(secrets satisfies Secrets));
  return {
    ok: true,
    value: { id, name, username, ...sealed, ...stated.value, scope_decided: true },
  } as const;
}

type NewRow = Extract<Awaited<ReturnType<typeof readNewCredential>>, { readonly ok: true }>["value"];

/** Writes and audits those whose names are not in use; resolves to them. */
export async function insertCredentials(
  trx: Transaction<Database>,
  { box, actor }: Pick<AddSetting, "box" | "actor">,
  values: readonly NewRow[],
): Promise<readonly Credential[]> {
  const rows = await trx
    .insertInto("credential")
    .values(values)
    .onConflict((on) => on.column("name").doNothing())
    .returning(credentialColumns)
    .execute();
  if (rows.length === 0) return [];
  await vouchFor(trx, box, "credential", ...rows.map(({ id }) => id));
  const lines = rows.map((row) =>
    credentialLine(actor, "credential.add", row, { scope: row.scope, callers: row.callers }),
  );
  await auditAll(trx, lines);
  return rows;
}

/** Keeps a credential. */
export async function addCredential(
  setting: AddSetting,
  credential: NewCredential,
): Promise<Result<Credential>> {
  const row = await readNewCredential(setting.box, credential);
  if (!row.ok) return row;
  const added = await setting.db.transaction().execute((trx) => insertCredentials(trx, setting, [row.value]));
  const [one] = added;
  if (one !== undefined) return { ok: true, value: one };
  return conflict(`There is a credential named ${credential.name} already.`);
}

/** Ends a transaction of which nothing is to stay. */
class NotAdded extends Error {
  readonly errors: readonly InvalidValue[];

  constructor(errors: readonly InvalidValue[]) {
    super("names in use");
    this.errors = errors;
  }
}

/**
 * Keeps credentials, all of them or none; what is wrong is told by the JSON Pointer of each. No message repeats what was
 * stated: where a cell of a table was shifted, that may be a secret.
 */
export async function addCredentials(
  setting: AddSetting,
  credentials: readonly NewCredential[],
): Promise<Result<readonly Credential[]>> {
  const rows: (NewRow & { readonly path: string })[] = [];
  const errors: InvalidValue[] = [];
  for (const [index, credential] of credentials.entries()) {
    const path = `/${index}`;
    const row = await readNewCredential(setting.box, credential);
    if (row.ok) rows.push({ ...row.value, path });
    else errors.push(...withoutValues(path, row.rejection));
  }
  if (errors.length > 0) return invalid(errors);
  try {
    const added = await setting.db.transaction().execute((trx) => insertAll(trx, setting, rows));
    return { ok: true, value: added };
  } catch (error) {
    if (error instanceof NotAdded) return invalid(error.errors);
    throw error;
  }
}

/** As many rows are a statement. */
const AT_ONCE = 500;

async function insertAll(
  trx: Transaction<Database>,
  setting: AddSetting,
  rows: readonly (NewRow & { readonly path: string })[],
): Promise<Credential[]> {
  const added = new Map<string, Credential>();
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE).map(({ path: _, ...row }) => row);
    for (const credential of await insertCredentials(trx, setting, some))
      added.set(credential.id, credential);
  }
  const errors = rows
    .filter(({ id }) => !added.has(id))
    .map(({ path }) => ({ path: `${path}/name`, message: "is in use" }));
  if (errors.length > 0) throw new NotAdded(errors);
  return rows.map(({ id }) => added.get(id)).filter((one) => one !== undefined);
}

type Reason = Extract<Awaited<ReturnType<typeof readNewCredential>>, { readonly ok: false }>["rejection"];

function withoutValues(path: string, reason: Reason): InvalidValue[] {
  const errors = "errors" in reason ? reason.errors : [];
  if (errors.length === 0) return [{ path, message: reason.detail }];
  return errors.map(withoutValue).map((one) => ({ path: `${path}/${one.path}`, message: one.message }));
}
