import type { InvalidValue } from "@hostscan/server";
import ipaddr from "ipaddr.js";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import type { HostSettings } from "./host-settings.ts";
import type { HostSnapshot } from "./host-snapshot.ts";
import type { PlacedSettings } from "./read-hosts.ts";

/** The addresses that a host is named by, in the members that name them. */
function addressesOf({ dnsHostName, ipAddress }: Pick<HostSettings, "dnsHostName" | "ipAddress">) {
  // Resolvers take "2852039166" and "0xa9fea9fe" for the address that they spell (inet_aton).
  const literal = dnsHostName !== null && ipaddr.isValid(dnsHostName) ? dnsHostName : null;
  const named = [
    { member: "dnsHostName", text: literal },
    { member: "ipAddress", text: ipAddress },
  ] as const;
  return named.flatMap(({ member, text }) => (text === null ? [] : [{ member, text }]));
}

/** Refuses what a request's body says of addresses that may not be scanned. */
export function refuseDenied(networks: ScanNetworks, hosts: readonly PlacedSettings[]): InvalidValue[] {
  return hosts.flatMap(({ pointer, settings }) =>
    addressesOf(settings)
      .filter(({ text }) => !networks.permit(text))
      .map(({ member, text }) => ({
        path: `${pointer}/${member}`,
        message: `is an address that may not be scanned: ${text}`,
      })),
  );
}

/** The address that keeps a known host from being scanned; undefined where its name is still to be resolved. */
export function deniedAddress(networks: ScanNetworks, host: HostSnapshot): string | undefined {
  const named = { dnsHostName: host.dns_host_name, ipAddress: host.target_address };
  return addressesOf(named).find(({ text }) => !networks.permit(text))?.text;
}

/** Refuses, of hosts in the order of a request's body, those that are known by an address that may not be scanned. */
export function refuseKnownDenied(networks: ScanNetworks, hosts: readonly HostSnapshot[]): InvalidValue[] {
  return hosts.flatMap((host, index) => {
    const address = deniedAddress(networks, host);
    if (address === undefined) return [];
    return [{ path: `/${index}`, message: `names a host whose address may not be scanned: ${address}` }];
  });
}
