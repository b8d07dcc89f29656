import { isIPv6 } from "node:net";

/** Addresses that mean "all of this machine's", and how this machine reaches itself there. */
const OWN: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** The URL under which this machine reaches what listens on an address. */
export function addressUrl(host: string, port: number, scheme = "http"): string {
  const name = OWN[host] ?? host;
  return `${scheme}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}
