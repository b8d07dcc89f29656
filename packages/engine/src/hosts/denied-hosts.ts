import type { InvalidValue } from "@hostscan/server";
import ipaddr from "ipaddr.js";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import type { HostSettings, ReadSettings } from "./host-settings.ts";
import type { HostSnapshot } from "./host-snapshot.ts";

type Named = Pick<HostSettings, "dnsHostName" | "ipAddress">;

/** Resolvers take "2852039166" and "0xa9fea9fe" for the address that they spell (inet_aton). */
const MAY_SPELL_ADDRESS = /^\d[\da-fx.]*$/;

/** The addresses that a host is named by and that may not be scanned, in the members that name them. */
function findDenied(networks: ScanNetworks, { dnsHostName, ipAddress }: Named) {
  const denied: { readonly member: keyof Named; readonly address: string }[] = [];
  if (dnsHostName !== null && MAY_SPELL_ADDRESS.test(dnsHostName) && ipaddr.isValid(dnsHostName)) {
    if (!networks.permit(dnsHostName)) denied.push({ member: "dnsHostName", address: dnsHostName });
  }
  if (ipAddress !== null && !networks.permit(ipAddress)) {
    denied.push({ member: "ipAddress", address: ipAddress });
  }
  return denied;
}

/** Refuses settings read from the place `pointer` of a request's body if they name addresses that may not be scanned. */
export function refuseDenied(networks: ScanNetworks, read: ReadSettings, pointer: string): ReadSettings {
  if ("errors" in read) return read;
  const errors = findDenied(networks, read.settings).map(({ member, address }) => ({
    path: `${pointer}/${member}`,
    message: `is an address that may not be scanned: ${address}`,
  }));
  return errors.length > 0 ? { errors } : read;
}

/** The address that keeps a known host from being scanned; undefined where its name is still to be resolved. */
export function deniedAddress(networks: ScanNetworks, host: HostSnapshot): string | undefined {
  const named = { dnsHostName: host.dns_host_name, ipAddress: host.target_address };
  return findDenied(networks, named)[0]?.address;
}

/**
 * Refuses, of hosts in the order of a request's body, those that are known by an address that may not be scanned and
 * for which the request, whose addresses were judged before, states no other.
 */
export function refuseKnownDenied(
  networks: ScanNetworks,
  hosts: readonly HostSnapshot[],
  stated: readonly Named[],
): InvalidValue[] {
  return hosts.flatMap((host, index) => {
    if (host.target_address === null || stated[index]?.ipAddress === host.target_address) return [];
    const address = deniedAddress(networks, host);
    if (address === undefined) return [];
    return [{ path: `/${index}`, message: `names a host whose address may not be scanned: ${address}` }];
  });
}
