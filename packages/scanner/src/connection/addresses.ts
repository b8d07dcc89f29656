import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { codeOf, done, failed, type Step } from "../failure.ts";
import type { ScanTarget } from "../types.ts";

/** Resolves a name to all its addresses, as the system would (hosts file, then DNS). */
export type Resolve = (name: string) => Promise<readonly { readonly address: string }[]>;

/** More than any host has: a name server could name thousands, and have every one of them tried and told. */
const MOST_ADDRESSES = 16;

const resolveBySystem: Resolve = (name) => lookup(name, { all: true, order: "verbatim" });

/** The addresses of a target, in the order to try them: its own, or else those of its name. */
export async function addressesOf(
  target: ScanTarget,
  resolve: Resolve = resolveBySystem,
): Promise<Step<readonly string[]>> {
  const { ipAddress, dnsHostName } = target;
  if (ipAddress) {
    return isIP(ipAddress) ? done([ipAddress]) : failed("dns", `"${ipAddress}" is not an IP address.`);
  }
  if (!dnsHostName) return failed("dns", "The host has neither a name nor an address.");
  try {
    const found = await resolve(dnsHostName);
    const addresses = [...new Set(found.map(({ address }) => address))].slice(0, MOST_ADDRESSES);
    return addresses.length > 0
      ? done(addresses)
      : failed("dns", `The name "${dnsHostName}" has no address.`);
  } catch (error) {
    return failed("dns", `The name "${dnsHostName}" could not be resolved (${codeOf(error)}).`);
  }
}
