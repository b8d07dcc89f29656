import type { InvalidValue } from "@hostscan/core";
import ipaddr from "ipaddr.js";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import type { HostSettings, ReadSettings } from "./host-settings.ts";
import type { HostSnapshot } from "./host-snapshot.ts";
import type { PlacedSettings } from "./read-hosts.ts";

type Named = Pick<HostSettings, "dnsHostName" | "ipAddress">;
type Reached = Named & Pick<HostSettings, "sshPort" | "platform">;

/** Resolvers take "2852039166" and "0xa9fea9fe" for the address that they spell (inet_aton). */
const MAY_SPELL_ADDRESS = /^\d[\da-fx.]*$/;

/** What keeps a host from being scanned, in the members that state it. */
export function findDenied(networks: ScanNetworks, { dnsHostName, ipAddress, sshPort, platform }: Reached) {
  const denied: { readonly member: keyof Reached; readonly message: string; readonly text: string }[] = [];
  const refuse = (member: "dnsHostName" | "ipAddress", address: string) =>
    denied.push({ member, message: `is an address that may not be scanned: ${address}`, text: address });
  // A Windows is reached at ports of its own.
  const port = platform === "Windows" ? undefined : sshPort;
  if (port !== undefined && !networks.permitPort(port)) {
    denied.push({
      member: "sshPort",
      message: `is a port that may not be scanned: ${port}`,
      text: `port ${port}`,
    });
    return denied;
  }
  if (dnsHostName !== null && MAY_SPELL_ADDRESS.test(dnsHostName) && ipaddr.isValid(dnsHostName)) {
    if (!networks.permit(dnsHostName, port)) refuse("dnsHostName", dnsHostName);
  }
  if (ipAddress !== null && !networks.permit(ipAddress, port)) refuse("ipAddress", ipAddress);
  return denied;
}

/** Refuses settings read from the place `pointer` of a request's body if they name what may not be scanned. */
export function refuseDenied(networks: ScanNetworks, read: ReadSettings, pointer: string): ReadSettings {
  if ("errors" in read) return read;
  const errors = findDenied(networks, read.settings).map(({ member, message }) => ({
    path: `${pointer}/${member}`,
    message,
  }));
  return errors.length > 0 ? { errors } : read;
}

/** The address or port that keeps a known host from being scanned; undefined where its name is still to be resolved. */
export function deniedAddress(networks: ScanNetworks, host: HostSnapshot): string | undefined {
  const { dns_host_name: dnsHostName, target_address: ipAddress, ssh_port: sshPort, platform } = host;
  return findDenied(networks, { dnsHostName, ipAddress, sshPort, platform })[0]?.text;
}

/**
 * Refuses, of hosts in the order of a request's body, those that are known by an address that may not be scanned and
 * for which the request, whose addresses were judged before, states no other.
 */
export function refuseKnownDenied(
  networks: ScanNetworks,
  hosts: readonly HostSnapshot[],
  stated: readonly PlacedSettings[],
): InvalidValue[] {
  return hosts.flatMap((host, index) => {
    if (host.target_address === null || stated[index]?.settings.ipAddress === host.target_address) return [];
    const address = deniedAddress(networks, host);
    if (address === undefined) return [];
    return [{ path: `/${index}`, message: `names a host whose address may not be scanned: ${address}` }];
  });
}
