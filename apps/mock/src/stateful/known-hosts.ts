import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
import type { components } from "@hostscan/contract";
import { canonicalDnsName } from "@hostscan/contract/host-name";
import type { Caller, InvalidValue } from "@hostscan/core";

type HostRequest = components["schemas"]["HostScanJobRequest"];

/** What a request may say of a host and a host has then; what is blank says nothing. */
const STATED = [
  "ipAddress",
  "platformName",
  "credentialId",
  "credentialName",
  "trustedThumbprint",
  "certificateType",
  "sshTrustActionType",
  "acceptThumbprintOnFirstDiscovery",
] as const satisfies readonly (keyof HostRequest)[];

const PLATFORMS = ["Linux", "Cisco", "Windows"];
const NO_CREDENTIAL = "00000000-0000-0000-0000-000000000000";

/** A host that was onboarded. */
export interface KnownHost {
  readonly id: string;
  readonly dnsHostName: string | null;
  readonly owner: string;
  /** What it has of what requests state. */
  readonly stated: HostRequest;
}

/** Who owns what a caller onboards: a program by its name, whatever key it calls with, or a person. */
const ownerOf = ({ identity, subject }: Caller) => identity ?? subject;

/** The hosts that were onboarded, and who may change what they have. */
export class KnownHosts {
  readonly #byId = new Map<string, KnownHost>();
  readonly #idByName = new Map<string, string>();

  readonly #credentials: ReadonlySet<string>;

  /** @param credentials the ids of those that there are, in lower case */
  constructor(credentials: ReadonlySet<string>) {
    this.#credentials = credentials;
  }

  get(id: string): KnownHost | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  /** What is wrong with requests, each by its place; nothing of them is kept where there is anything. */
  judge(requests: readonly HostRequest[], caller: Caller): InvalidValue[] {
    const first = new Map<string, number>();
    return requests.flatMap((request, index) => {
      const name = identityOf(request);
      const earlier = name === undefined ? undefined : first.get(name);
      if (name !== undefined && earlier === undefined) first.set(name, index);
      const twice =
        earlier === undefined ? [] : [{ path: "", message: `names the same host as /${earlier}` }];
      const wrong = [...this.#malformed(request), ...twice, ...this.#notAllowed(request, caller)];
      return wrong.map(({ path, message }) => ({ path: `/${index}${path}`, message }));
    });
  }

  /** Onboards a host or finds it again, with what {@link judge} has found nothing wrong with. */
  keep(request: HostRequest, caller: Caller): KnownHost {
    const name = identityOf(request) ?? "";
    const known = this.#byId.get(this.#idByName.get(name) ?? "");
    const { credentialId, credentialName, ...before } = known?.stated ?? {};
    const names = isSaid(request.credentialId) || isSaid(request.credentialName);
    const host: KnownHost = {
      id: known?.id ?? randomUUID(),
      dnsHostName: known?.dnsHostName ?? (isSaid(request.dnsHostName) ? request.dnsHostName : null),
      owner: known?.owner ?? ownerOf(caller),
      // Who names a credential names another one, be it by its name or its id.
      stated: { ...before, ...(!names && { credentialId, credentialName }), ...saidIn(request) },
    };
    this.#byId.set(host.id, host);
    this.#idByName.set(name, host.id);
    return host;
  }

  #malformed({ dnsHostName, ipAddress, platformName, credentialId }: HostRequest): InvalidValue[] {
    const wrong: InvalidValue[] = [];
    if (!isSaid(dnsHostName) && !isSaid(ipAddress)) {
      wrong.push({ path: "", message: "needs a dnsHostName or an ipAddress" });
    }
    if (isSaid(dnsHostName) && canonicalDnsName(dnsHostName) === undefined) {
      wrong.push({ path: "/dnsHostName", message: "must be a DNS name" });
    }
    if (isSaid(ipAddress) && isIP(ipAddress) === 0) {
      wrong.push({ path: "/ipAddress", message: "must be an IPv4 or IPv6 address" });
    }
    if (isSaid(platformName) && !PLATFORMS.includes(platformName)) {
      wrong.push({ path: "/platformName", message: "must be Linux, Cisco or Windows" });
    }
    if (isSaid(credentialId) && !this.#credentials.has(credentialId.toLowerCase())) {
      const known = [...this.#credentials].join(", ");
      wrong.push({ path: "/credentialId", message: `names no credential; the mock has ${known}` });
    }
    return wrong;
  }

  #notAllowed(request: HostRequest, caller: Caller): InvalidValue[] {
    const known = this.#byId.get(this.#idByName.get(identityOf(request) ?? "") ?? "");
    const said = saidIn(request);
    if (known === undefined) {
      const credential = said.credentialId ?? said.credentialName;
      return credential ? [] : [{ path: "", message: "needs a credentialId or a credentialName" }];
    }
    if (caller.role === "Admin" || known.owner === ownerOf(caller)) return [];
    return STATED.filter((member) => said[member] !== undefined && said[member] !== known.stated[member]).map(
      (member) => ({
        path: `/${member}`,
        message: "is not what the host has, which only its owner or an Admin may change",
      }),
    );
  }
}

/** What a host is the same by: its name, or else its address, with the port. */
function identityOf({ dnsHostName, ipAddress, sshPort }: HostRequest): string | undefined {
  const name = isSaid(dnsHostName) ? dnsHostName.toLowerCase().replace(/\.$/, "") : ipAddress;
  return isSaid(name) ? `${name} ${sshPort || 22}` : undefined;
}

function saidIn(request: HostRequest): HostRequest {
  return Object.fromEntries(
    STATED.map((member) => [member, request[member]]).filter(([, value]) => isSaid(value)),
  );
}

function isSaid<T>(value: T | null | undefined): value is T {
  if (value === undefined || value === null || value === NO_CREDENTIAL) return false;
  return typeof value !== "string" || value.trim() !== "";
}
