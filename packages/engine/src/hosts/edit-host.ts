import { conflict, invalidMember, notFound, type Result } from "@hostscan/core";
import { type Actor, audit, type Database, type PlatformName } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { findCredentials, type UsableCredential } from "../credentials/usable-credential.ts";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import type { TouchedBy } from "./audit-hosts.ts";
import { findHostCalled } from "./called-host.ts";
import { changeHosts } from "./change-hosts.ts";
import { findDenied } from "./denied-hosts.ts";
import { changesOf } from "./host-changes.ts";
import type { HostSettings } from "./host-settings.ts";
import { atPort, canonicalAddress } from "./identity.ts";
import { type KnownHost, readKnownHosts } from "./known-host.ts";
import { isPlatformName } from "./platform.ts";
import { scopeProblem } from "./scope-problem.ts";
import { type Cleared, takesOver } from "./take-over.ts";

/** What is to be another of a host; what is absent stays, and null is for what it is to have no longer. */
export interface HostEdit {
  /** By its id, identity, DNS name, address or name. */
  readonly called: string;
  readonly address?: string | null | undefined;
  readonly port?: number | undefined;
  readonly platform?: string | null | undefined;
  /** By its id or name. */
  readonly credential?: string | null | undefined;
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

/** Whose hosts are edited, and where they may be. */
export interface EditSource {
  readonly db: Kysely<Database>;
  readonly networks: ScanNetworks;
}

const SSH_PORT = 22;
const UNIQUE_VIOLATION = "23505";

/** What is stated of the host, in canonical form. */
interface Stated {
  readonly ipAddress: string | null | undefined;
  readonly platform: PlatformName | null | undefined;
  readonly port: number;
  readonly credential: UsableCredential | null | undefined;
  /** The one that it has so far. */
  readonly kept: UsableCredential | undefined;
}

/**
 * Changes a host as an Admin's request would, all of it or nothing: a credential is not given where its scope does not
 * reach, the host is not moved to where nothing may be scanned, and giving a credential to a host that others have stated
 * all of takes it over. Each setting is a line of the audit log. What is scheduled already is scanned as it was.
 */
export async function editHost(
  { db, networks }: EditSource,
  actor: Actor,
  edit: HostEdit,
): Promise<Result<EditedHost>> {
  try {
    return await db.transaction().execute(async (trx): Promise<Result<EditedHost>> => {
      const called = await findHostCalled(trx, edit.called);
      if (!called.ok) return called;
      // A lock that lets others refer to the host: who removes its credential has to, before we ask for the credential.
      const known = await readKnownHosts(trx, [called.value.identity], { locked: true });
      const host = known.get(called.value.identity);
      if (host === undefined) return notFound(`There is no host ${edit.called}.`);
      const stated = await readEdit(trx, host, edit);
      return stated.ok ? change(trx, host, stated.value, { actor, networks }) : stated;
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
  const ipAddress = typeof address === "string" ? canonicalAddress(address) : address;
  if (ipAddress === undefined && address !== undefined)
    return invalidMember("ipAddress", "must be an IPv4 or IPv6 address");
  if (ipAddress === null && host.dns_host_name === null)
    return invalidMember("ipAddress", "is all that the host is known by");
  if (typeof platform === "string" && !isPlatformName(platform))
    return invalidMember("platformName", "must be Linux, Cisco or Windows");
  const isWindows = (platform === undefined ? host.platform : platform) === "Windows";
  if (isWindows && port !== undefined && port !== SSH_PORT)
    return invalidMember("sshPort", "is not stated of a Windows, which is reached at ports of its own");
  const credential = typeof called === "string" ? await findCalled(trx, called) : called;
  if (called !== undefined && credential === undefined) return notFound(`There is no credential ${called}.`);
  const ids = host.credential_id === null ? [] : [host.credential_id];
  const [kept] = await findCredentials(trx, { ids });
  const value = {
    ipAddress,
    platform,
    port: isWindows ? SSH_PORT : (port ?? host.ssh_port),
    credential,
    kept,
  };
  return { ok: true, value };
}

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An id goes before a name that looks like one. */
async function findCalled(trx: Transaction<Database>, called: string): Promise<UsableCredential | undefined> {
  const ids = ID.test(called) ? [called.toLowerCase()] : [];
  const found = await findCredentials(trx, { ids, names: [called] });
  return found.find(({ id }) => ids.includes(id)) ?? found[0];
}

/** What keeps the host from what is stated of it: a scope that does not reach it there, or a place where nothing is scanned. */
function problemOf(
  host: KnownHost,
  place: Pick<HostSettings, "dnsHostName" | "ipAddress" | "sshPort" | "platform">,
  stated: Stated,
  networks: ScanNetworks,
) {
  const { ipAddress, platform, port, credential, kept } = stated;
  const isMoved = ipAddress !== undefined || platform !== undefined || port !== host.ssh_port;
  const denied = isMoved ? findDenied(networks, place)[0] : undefined;
  const used = credential === undefined ? kept : credential;
  return denied ?? (used ? scopeProblem(used, place) : undefined);
}

interface EditBy {
  readonly actor: Actor;
  readonly networks: ScanNetworks;
}

async function change(
  trx: Transaction<Database>,
  host: KnownHost,
  stated: Stated,
  { actor, networks }: EditBy,
): Promise<Result<EditedHost>> {
  const by: TouchedBy = { actor, isAdmin: true, owner: null, subject: actor.name };
  const credentialId = stated.credential?.id ?? null;
  const takenOver = takesOver(by.isAdmin, host, credentialId);
  // A host without a name is its address, whoever stated it.
  const keeps = takenOver && host.dns_host_name !== null ? null : host.target_address;
  const place = {
    dnsHostName: host.dns_host_name,
    ipAddress: stated.ipAddress === undefined ? keeps : stated.ipAddress,
    sshPort: stated.port,
    platform: stated.platform === undefined ? host.platform : stated.platform,
  };
  const problem = problemOf(host, place, stated, networks);
  if (problem !== undefined) return invalidMember(problem.member, problem.message);
  const settings: HostSettings = { ...nothingOf(host), ...place, credentialId };
  const changes = changesOf(host, settings);
  const touched = changes.length > 0 ? [{ host, settings, changes, takenOver }] : [];
  const { cleared } = await changeHosts(trx, { created: [], changed: touched }, by);
  const identity = atPort(host.dns_host_name ?? String(place.ipAddress), place.sshPort);
  const more = beyondRequests(host, place, stated);
  if (more.length > 0 || identity !== host.identity)
    await sql`
      update host set identity = ${identity}, ssh_port = ${place.sshPort}, ip_address = ${place.ipAddress},
        platform = ${place.platform}, updated_at = now(),
        credential_id = case when ${stated.credential !== null}::boolean then credential_id end
      where id = ${host.id}`.execute(trx);
  for (const { setting, from, to } of more) {
    const details = { identity, setting, from, to };
    await audit(trx, { actor, action: "host.change", object: { kind: "host", id: host.id }, details });
  }
  const names = changes.map(({ member }) => (member === "credentialId" ? "credential" : member));
  const changed = [...names, ...more.map(({ setting }) => setting)];
  return { ok: true, value: { id: host.id, identity, changed, cleared: cleared.get(host.id) ?? {} } };
}

/** Changes that no request can make: of the port, and of what the host is to have no longer. */
function beyondRequests(
  host: KnownHost,
  place: Pick<HostSettings, "sshPort">,
  { ipAddress, platform, credential, kept }: Stated,
) {
  const all = [
    { setting: "ipAddress", from: host.target_address, to: ipAddress },
    { setting: "platformName", from: host.platform, to: platform },
    { setting: "credential", from: kept?.name ?? null, to: credential },
  ].flatMap(({ setting, from, to }) => (to === null && from !== null ? [{ setting, from, to }] : []));
  const moved = { setting: "sshPort", from: host.ssh_port, to: place.sshPort };
  return moved.from === moved.to ? all : [...all, moved];
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
