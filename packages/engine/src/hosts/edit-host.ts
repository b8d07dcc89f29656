import { conflict, invalidMember, notFound, type Result } from "@hostscan/core";
import { type Actor, audit, type Database, type PlatformName } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { findCredentials, type UsableCredential } from "../credentials/usable-credential.ts";
import type { TouchedBy } from "./audit-hosts.ts";
import { lockHostCalled } from "./called-host.ts";
import { changeHosts } from "./change-hosts.ts";
import { changesOf } from "./host-changes.ts";
import type { HostSettings } from "./host-settings.ts";
import { atPort, canonicalAddress } from "./identity.ts";
import { type KnownHost, readKnownHosts } from "./known-host.ts";
import { isPlatformName } from "./platform.ts";
import { scopeProblem } from "./scope-problem.ts";
import { type Cleared, takesOver } from "./take-over.ts";

/** What is to be another of a host; what is absent stays. */
export interface HostEdit {
  /** By its id, identity, DNS name, address or name. */
  readonly called: string;
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  readonly platform?: string | undefined;
  /** By its id or name. */
  readonly credential?: string | undefined;
}

/** A host after its edit. */
export interface EditedHost {
  readonly id: string;
  readonly identity: string;
  /** What is another now, by the names that requests have for it. */
  readonly changed: readonly string[];
  /** What others had stated of its place and trust, and the host has no longer, since it was taken over. */
  readonly cleared: Cleared;
}

const SSH_PORT = 22;
const UNIQUE_VIOLATION = "23505";

/** What is stated of the host, in canonical form. */
interface Stated {
  readonly ipAddress: string | null;
  readonly platform: PlatformName | null;
  readonly port: number;
  readonly credential: UsableCredential | undefined;
}

/**
 * Changes a host as an Admin's request would, all of it or nothing: a credential is not given where its scope does not
 * reach, and giving one to a host that others have stated all of takes it over. Each setting is a line of the audit log.
 * What is scheduled already is scanned as it was.
 */
export async function editHost(
  db: Kysely<Database>,
  actor: Actor,
  edit: HostEdit,
): Promise<Result<EditedHost>> {
  try {
    return await db.transaction().execute(async (trx): Promise<Result<EditedHost>> => {
      const called = await lockHostCalled(trx, edit.called);
      if (!called.ok) return called;
      const known = await readKnownHosts(trx, [called.value.identity], { locked: true });
      const host = known.get(called.value.identity);
      if (host === undefined) return notFound(`There is no host ${edit.called}.`);
      const stated = await readEdit(trx, host, edit);
      return stated.ok ? change(trx, host, stated.value, actor) : stated;
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)) throw error;
    return conflict("There is a host of that address and port already.");
  }
}

async function readEdit(
  trx: Transaction<Database>,
  host: KnownHost,
  { address, port, platform, credential: called }: HostEdit,
): Promise<Result<Stated>> {
  const ipAddress = address === undefined ? null : canonicalAddress(address);
  if (ipAddress === undefined) return invalidMember("ipAddress", "must be an IPv4 or IPv6 address");
  if (platform !== undefined && !isPlatformName(platform))
    return invalidMember("platformName", "must be Linux, Cisco or Windows");
  const isWindows = (platform ?? host.platform) === "Windows";
  if (isWindows && port !== undefined && port !== SSH_PORT)
    return invalidMember("sshPort", "is not stated of a Windows, which is reached at ports of its own");
  const credential = called === undefined ? undefined : await findCalled(trx, called);
  if (called !== undefined && credential === undefined) return notFound(`There is no credential ${called}.`);
  return {
    ok: true,
    value: {
      ipAddress,
      platform: platform ?? null,
      port: isWindows ? SSH_PORT : (port ?? host.ssh_port),
      credential,
    },
  };
}

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An id goes before a name that looks like one. */
async function findCalled(trx: Transaction<Database>, called: string): Promise<UsableCredential | undefined> {
  const ids = ID.test(called) ? [called.toLowerCase()] : [];
  const found = await findCredentials(trx, { ids, names: [called] });
  return found.find(({ id }) => ids.includes(id)) ?? found[0];
}

/** Whether the credential that the host has then would never be presented to it. */
async function outsideScope(
  trx: Transaction<Database>,
  host: KnownHost,
  stated: Stated,
  { takenOver }: { readonly takenOver: boolean },
) {
  const kept = host.credential_id === null ? [] : [host.credential_id];
  const used = stated.credential ?? (await findCredentials(trx, { ids: kept }))[0];
  if (used === undefined) return undefined;
  return scopeProblem(used, {
    dnsHostName: host.dns_host_name,
    ipAddress: stated.ipAddress ?? (takenOver ? null : host.target_address),
    sshPort: stated.port,
    platform: stated.platform ?? host.platform,
  });
}

async function change(
  trx: Transaction<Database>,
  host: KnownHost,
  given: Stated,
  actor: Actor,
): Promise<Result<EditedHost>> {
  const by: TouchedBy = { actor, isAdmin: true, owner: null, subject: actor.name };
  // A host without a name is its address, whoever stated it.
  const stated = {
    ...given,
    ipAddress: given.ipAddress ?? (host.dns_host_name ? null : host.target_address),
  };
  const credentialId = stated.credential?.id ?? null;
  const takenOver = takesOver(by.isAdmin, host, credentialId);
  const problem = await outsideScope(trx, host, stated, { takenOver });
  if (problem !== undefined) return invalidMember(problem.member, problem.message);
  const settings: HostSettings = { ...nothingOf(host), ...stated, credentialId };
  const changes = changesOf(host, settings);
  const touched = changes.length > 0 ? [{ host, settings, changes, takenOver }] : [];
  const { cleared } = await changeHosts(trx, { created: [], changed: touched }, by);
  const identity = atPort(host.dns_host_name ?? String(stated.ipAddress), stated.port);
  const moved = stated.port !== host.ssh_port;
  if (identity !== host.identity)
    await sql`
      update host set identity = ${identity}, ssh_port = ${stated.port}, updated_at = now()
      where id = ${host.id}`.execute(trx);
  if (moved)
    await audit(trx, {
      actor,
      action: "host.change",
      object: { kind: "host", id: host.id },
      details: { identity, setting: "sshPort", from: host.ssh_port, to: stated.port },
    });
  const names = changes.map(({ member }) => (member === "credentialId" ? "credential" : member));
  const changed = moved ? [...names, "sshPort"] : names;
  return { ok: true, value: { id: host.id, identity, changed, cleared: cleared.get(host.id) ?? {} } };
}

/** Settings that say nothing but which host they are of. */
function nothingOf({ identity, dns_host_name: dnsHostName, ssh_port: sshPort }: KnownHost): HostSettings {
  return {
    ...{ identity, dnsHostName, sshPort },
    ipAddress: null,
    platform: null,
    os: null,
    credentialId: null,
    credentialName: null,
    trustAction: null,
    acceptFirstDiscovery: null,
    certificateType: null,
    trustedThumbprint: null,
    source: null,
  };
}
