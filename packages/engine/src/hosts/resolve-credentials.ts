import { setImmediate as nextTurn } from "node:timers/promises";
import type { Caller, InvalidValue } from "@hostscan/core";
import { callerName, isAdmin } from "@hostscan/core";
import type { Database, PlatformName } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import { findCredentials, mayName, type UsableCredential } from "../credentials/usable-credential.ts";
import type { Precedence } from "./host-changes.ts";
import type { PlacedSettings } from "./read-hosts.ts";
import { scopeProblem } from "./scope-problem.ts";
import { takesOver } from "./take-over.ts";

/** Who has hosts scanned, and whose credential counts where a known host and the request both have one. */
export interface CredentialUse {
  readonly caller: Caller;
  readonly precedence: Precedence;
}

/** What is known already of a host that a request names. */
interface KnownHost {
  readonly identity: string;
  readonly credential_id: string | null;
  readonly stated_by_admin: boolean;
  readonly ipAddress: string | null;
  readonly platform: PlatformName | null;
}

interface Known {
  readonly hosts: ReadonlyMap<string, KnownHost>;
  readonly byId: ReadonlyMap<string, UsableCredential>;
  readonly byName: ReadonlyMap<string, UsableCredential>;
}

/** Hosts between two turns of the event loop. */
const HOSTS_PER_TURN = 100;

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values)].filter((value) => value !== null);
}

async function findKnown(trx: Transaction<Database>, placed: readonly PlacedSettings[]): Promise<Known> {
  const identities = placed.map(({ settings }) => settings.identity);
  const { rows } = await sql<KnownHost>`
    select identity, credential_id, stated_by_admin, ip_address as "ipAddress", platform from host
    where identity = any (${identities}::text[])`.execute(trx);
  const ids = distinct([
    ...placed.map(({ settings }) => settings.credentialId),
    ...rows.map((row) => row.credential_id),
  ]);
  const names = distinct(placed.map(({ settings }) => settings.credentialName));
  const credentials = await findCredentials(trx, { ids, names });
  return {
    hosts: new Map(rows.map((row) => [row.identity, row])),
    byId: new Map(credentials.map((credential) => [credential.id, credential])),
    byName: new Map(credentials.map((credential) => [credential.name, credential])),
  };
}

/** The credential that a request states, null where it states none, or what is wrong with it. */
function statedCredential(
  { pointer, settings }: PlacedSettings,
  known: Known,
  caller: string,
): UsableCredential | InvalidValue | null {
  const { credentialId, credentialName } = settings;
  const refuse = (member: string, message: string) => ({ path: `${pointer}/${member}`, message });
  const byId = credentialId === null ? null : known.byId.get(credentialId);
  if (byId === undefined) return refuse("credentialId", "names no credential");
  if (byId !== null && !mayName(byId, caller)) return refuse("credentialId", notForCaller(caller));
  if (credentialName === null) return byId;
  const byName = known.byName.get(credentialName);
  if (byName === undefined) return refuse("credentialName", "names no credential");
  if (!mayName(byName, caller)) return refuse("credentialName", notForCaller(caller));
  if (byId === null || byId.id === byName.id) return byName;
  return refuse("credentialName", "names another credential than credentialId");
}

/** Why a caller may not name a credential. */
export function notForCaller(caller: string): string {
  return `names a credential that ${caller} may not use`;
}

/** Resolves one host to the id of the credential that the request states for it, null where it states none. */
function resolveOne(
  placed: PlacedSettings,
  known: Known,
  { caller: by, precedence }: CredentialUse,
): InvalidValue | string | null {
  const caller = callerName(by);
  const { pointer, settings } = placed;
  const stated = statedCredential(placed, known, caller);
  if (stated !== null && "message" in stated) return stated;
  const host = known.hosts.get(settings.identity);
  const kept = host?.credential_id ? known.byId.get(host.credential_id) : undefined;
  const used = precedence === "request" ? (stated ?? kept) : (kept ?? stated);
  if (used === undefined || used === null) {
    return { path: pointer, message: "needs a credentialId or a credentialName" };
  }
  if (!mayName(used, caller)) {
    return { path: pointer, message: `names a host whose credential ${caller} may not use` };
  }
  // It does not go where others have said.
  const keepsAddress = host !== undefined && !takesOver(isAdmin(by), host, used.id);
  const problem = scopeProblem(used, {
    dnsHostName: settings.dnsHostName,
    ipAddress: settings.ipAddress ?? (keepsAddress ? host.ipAddress : null),
    sshPort: settings.sshPort,
    platform: settings.platform ?? host?.platform ?? null,
  });
  if (problem === undefined) return stated?.id ?? null;
  // What the request does not say has no place in it.
  const isStated = problem.member !== "ipAddress" || settings.ipAddress !== null;
  return isStated
    ? { path: `${pointer}/${problem.member}`, message: problem.message }
    : { path: pointer, message: `names a host whose address ${problem.message}` };
}

/**
 * Finds the credential of each host, by its id or name. A host that is known with a credential needs none; every
 * other must name one, and whatever it names must exist. The caller must be one that may name it, and the host must not
 * be outside of its scope, as far as that can be known.
 */
export async function resolveCredentials(
  trx: Transaction<Database>,
  hosts: readonly PlacedSettings[],
  use: CredentialUse,
): Promise<{ readonly resolved: readonly PlacedSettings[]; readonly errors: readonly InvalidValue[] }> {
  const known = await findKnown(trx, hosts);
  const resolved: PlacedSettings[] = [];
  const errors: InvalidValue[] = [];
  for (const [index, host] of hosts.entries()) {
    const answer = resolveOne(host, known, use);
    if (typeof answer === "object" && answer !== null) errors.push(answer);
    else resolved.push({ ...host, settings: { ...host.settings, credentialId: answer } });
    if (index % HOSTS_PER_TURN === HOSTS_PER_TURN - 1) await nextTurn();
  }
  return { resolved, errors };
}
