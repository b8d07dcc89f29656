import { randomUUID } from "node:crypto";
import {
  type ActionStatus,
  CertificateType,
  type components,
  HostScanChangeKind,
  HostScanSectionState,
} from "@hostscan/contract";
import {
  type AccountFilter,
  type CallContext,
  type Caller,
  type ChangeFilter,
  type HostEntries,
  type HostFilter,
  type HostSection,
  type InventoryService,
  invalidMember,
  matchesPattern,
  notFound,
  type Page,
  type PageAsked,
  type Result,
} from "@hostscan/core";
import { accountsOf, changesBetween, type Inventory, inventoryOf, isCalled, sections } from "./entries.ts";
import type { KnownHost } from "./hosts.ts";
import { InMemoryCredentials } from "./in-memory-credentials.ts";

type Schemas = components["schemas"];

/** What is known of a host's inventory, and when it was read. */
interface ReadInventory {
  readonly entries: Inventory;
  readonly at: string;
}

/** What the document says of inventories, in memory: a fixture of the port. */
export abstract class InMemoryInventory extends InMemoryCredentials implements InventoryService {
  readonly hosts = new Map<string, KnownHost>();
  readonly changes: Schemas["HostScanChange"][] = [];
  private readonly read = new Map<string, ReadInventory>();

  /** The status of the newest scan of a host that the caller sees. */
  protected abstract statusOfHost(host: KnownHost, caller: Caller): ActionStatus | null;

  async listHosts({ limit, after, ...filter }: PageAsked & HostFilter, { caller }: CallContext) {
    const hosts = [...this.hosts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const shown = hosts.map((host) => this.showHost(host, caller));
    return this.page(
      shown.filter((host) => this.fits(host, filter)),
      ({ id }) => id,
      { limit, after },
    );
  }

  async getHost(hostId: string, { caller }: CallContext): Promise<Result<Schemas["HostScanHost"]>> {
    const host = this.hosts.get(hostId.toLowerCase());
    return host ? { ok: true, value: this.showHost(host, caller) } : noHost(hostId);
  }

  async listEntries<Section extends HostSection>(
    hostId: string,
    section: Section,
    page: PageAsked,
    _context: CallContext,
  ): Promise<Result<Page<HostEntries[Section]>>> {
    const host = this.hosts.get(hostId.toLowerCase());
    if (host === undefined) return noHost(hostId);
    return this.page<HostEntries[Section]>(
      this.read.get(host.id)?.entries[section] ?? [],
      ({ id }) => id,
      page,
    );
  }

  async listAccounts({ limit, after, ...filter }: PageAsked & AccountFilter, _context: CallContext) {
    const { name, sid, unixId } = filter;
    const accounts = [...this.read].flatMap(([hostId, { entries }]) => {
      const host = this.hosts.get(hostId);
      return accountsOf(entries).map((account) => ({ hostId, ...this.address(host), ...account }));
    });
    const found = accounts.filter(
      ({ userName, hostScanUser }) =>
        (name === undefined || isCalled(userName, name)) &&
        (sid === undefined || hostScanUser?.sid === sid) &&
        (unixId === undefined || hostScanUser?.unixId === unixId),
    );
    return this.page(found, ({ hostId, userName }) => `${hostId} ${userName}`, { limit, after });
  }

  async listChanges({ limit, after, ...filter }: PageAsked & ChangeFilter, _context: CallContext) {
    const { hostId, since, section, kind } = filter;
    const found = this.changes.filter(
      (change) =>
        (hostId === undefined || change.hostId === hostId.toLowerCase()) &&
        (since === undefined || Date.parse(change.changedTimeUtc ?? "") >= Date.parse(since)) &&
        (section === undefined || change.section === section) &&
        (kind === undefined || change.kind === kind),
    );
    return this.page(found, ({ id }) => id, { limit, after });
  }

  /** Keeps what a scan has found of a host, and what changed since the one before. */
  protected keepInventory(host: KnownHost, hostScanJobId: string): void {
    const before = this.read.get(host.id);
    const entries = inventoryOf(host.id, before?.entries);
    const at = new Date().toISOString();
    this.read.set(host.id, { entries, at });
    for (const change of before ? changesBetween(before.entries, entries) : []) {
      this.changes.unshift({
        ...{ id: randomUUID(), hostId: host.id, ...this.address(host), hostScanJobId, changedTimeUtc: at },
        ...{ kind: HostScanChangeKind.Altered, entryName: String(change.to?.["name"]), ...change },
      });
    }
  }

  protected isInUse(credentialId: string): boolean {
    return [...this.hosts.values()].some(({ settings }) => settings.credentialId === credentialId);
  }

  protected fits(host: Schemas["HostScanHost"], filter: HostFilter): boolean {
    const { name, os, status, scannedSince, credentialId, source } = filter;
    const named = [host.dnsHostName, host.name, host.ipAddress];
    return (
      (name === undefined || named.some((each) => matches(each, name))) &&
      (os === undefined || matches(host.os, os)) &&
      (status === undefined || host.status === status) &&
      (scannedSince === undefined || Date.parse(host.lastScanTimeUtc ?? "") >= Date.parse(scannedSince)) &&
      (credentialId === undefined || host.credentialId === credentialId.toLowerCase()) &&
      (source === undefined || host.source === source)
    );
  }

  protected showHost(host: KnownHost, caller: Caller): Schemas["HostScanHost"] {
    const { settings, found, id } = host;
    const read = this.read.get(id);
    const discovered = host.shown && { discoveredThumbprint: host.shown };
    const { trustedThumbprint = null, sshTrustActionType, acceptThumbprintOnFirstDiscovery } = settings;
    const trust = { certificateType: CertificateType.SSH, trustedThumbprint, ...discovered };
    return {
      ...{ id, hostId: id, ...found, ...this.address(host), sshPort: 22 },
      platformName: settings.platformName ?? null,
      credentialId: settings.credentialId ?? null,
      source: settings.source ?? null,
      status: this.statusOfHost(host, caller),
      lastScanTimeUtc: read?.at ?? null,
      ...{ sshTrustActionType, acceptThumbprintOnFirstDiscovery },
      certificateType: settings.certificateType ?? null,
      hostScanTrust: read || discovered || trustedThumbprint !== null ? [trust] : [],
      hostScanSection: read
        ? Object.entries(sections).map(([name, section]) => ({
            ...{ section, state: HostScanSectionState.Collected, changedTimeUtc: read.at },
            entries: Object.entries(read.entries).find(([each]) => each === name)?.[1].length ?? 0,
          }))
        : [],
    };
  }

  private address(host: KnownHost | undefined) {
    const { found, dnsHostName = null, settings } = host ?? {};
    return { name: found?.name ?? null, dnsHostName, ipAddress: settings?.ipAddress ?? null };
  }

  /** A page of a list. A test may override it, to lead elsewhere. */
  protected page<Item>(
    all: readonly Item[],
    keyOf: (item: Item) => string,
    { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  ): Result<Page<Item>> {
    const start = after === undefined ? 0 : all.findIndex((item) => `k${keyOf(item)}` === after) + 1;
    if (after !== undefined && start === 0) return invalidMember("after", "is not a cursor of this list");
    const items = all.slice(start, start + limit);
    const last = items.at(-1);
    const hasNext = all.length > start + limit && last !== undefined;
    return { ok: true, value: { items, ...(hasNext && { next: `k${keyOf(last)}` }) } };
  }
}

/** Letter case does not matter. */
const matches = (text: string | null | undefined, pattern: string): boolean =>
  matchesPattern((text ?? "").toLowerCase(), pattern.toLowerCase());

const noHost = (hostId: string) => notFound(`No host has the id ${hostId}.`);
