import type { InvalidValue } from "@hostscan/server";
import { sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import type { ResolvedSettings } from "./onboard-hosts.ts";
import type { PlacedSettings } from "./read-hosts.ts";

interface Credentials {
  readonly ids: ReadonlySet<string>;
  readonly idsByName: ReadonlyMap<string, string>;
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values)].filter((value) => value !== null);
}

async function findCredentials(
  trx: Transaction<Database>,
  hosts: readonly PlacedSettings[],
): Promise<Credentials> {
  const ids = distinct(hosts.map(({ settings }) => settings.credentialId));
  const names = distinct(hosts.map(({ settings }) => settings.credentialName));
  // Locked so that none is removed before the hosts refer to it.
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from credential
    where id = any (${ids}::uuid[]) or name = any (${names}::text[])
    order by id for key share`.execute(trx);
  return {
    ids: new Set(rows.map((row) => row.id)),
    idsByName: new Map(rows.map((row) => [row.name, row.id])),
  };
}

/** Identities, of those given, of hosts that already have a credential. */
async function findProvided(trx: Transaction<Database>, identities: readonly string[]): Promise<Set<string>> {
  if (identities.length === 0) return new Set();
  const { rows } = await sql<{ identity: string }>`
    select identity from host
    where identity = any (${identities}::text[]) and credential_id is not null`.execute(trx);
  return new Set(rows.map((row) => row.identity));
}

function resolveOne({ pointer, settings }: PlacedSettings, known: Credentials): InvalidValue | string | null {
  const { credentialId, credentialName } = settings;
  if (credentialId !== null && !known.ids.has(credentialId)) {
    return { path: `${pointer}/credentialId`, message: "names no credential" };
  }
  if (credentialName === null) return credentialId;
  const named = known.idsByName.get(credentialName);
  if (named === undefined) return { path: `${pointer}/credentialName`, message: "names no credential" };
  if (credentialId === null || credentialId === named) return named;
  return { path: `${pointer}/credentialName`, message: "names another credential than credentialId" };
}

/**
 * Finds the credential of each host, by its id or name. A host that is known with a credential needs none; every
 * other must name one, and whatever it names must exist.
 */
export async function resolveCredentials(
  trx: Transaction<Database>,
  hosts: readonly PlacedSettings[],
): Promise<{ readonly resolved: readonly ResolvedSettings[]; readonly errors: readonly InvalidValue[] }> {
  const known = await findCredentials(trx, hosts);
  const answers = hosts.map((host) => ({ ...host, answer: resolveOne(host, known) }));
  const silent = answers.filter(({ answer }) => answer === null).map(({ settings }) => settings.identity);
  const provided = await findProvided(trx, silent);
  const resolved: ResolvedSettings[] = [];
  const errors: InvalidValue[] = [];
  for (const { pointer, settings, answer } of answers) {
    if (typeof answer === "object" && answer !== null) errors.push(answer);
    else if (answer !== null || provided.has(settings.identity))
      resolved.push({ ...settings, credentialId: answer });
    else errors.push({ path: pointer, message: "needs a credentialId or a credentialName" });
  }
  return { resolved, errors };
}
