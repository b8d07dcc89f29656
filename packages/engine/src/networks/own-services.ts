import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { Client } from "pg";
import { covers, type Network, parseAddress, parseNetwork } from "./network.ts";

/** What a server listens to, or depends on, and no caller from elsewhere is to reach by way of a scan. */
export interface OwnServices {
  /** This machine's own addresses, and of what is elsewhere those at this port. */
  denials(port: number | undefined): readonly Network[];
}

/** An address that something of the server's is reached at. */
export interface Endpoint {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
}

/** How long addresses are kept: interfaces come and go, and names may lead elsewhere. */
const KEPT_MS = 5_000;

const LOOPBACK = ["127.0.0.0/8", "::1/128"].map(parseNetwork).filter((network) => network !== undefined);

/** Where a database listens, as its driver reads the connection string; undefined for a Unix socket. */
export function databaseEndpoint(connectionString: string): Endpoint | undefined {
  const { host, port } = new Client({ connectionString });
  return host.startsWith("/") ? undefined : { host, port };
}

/**
 * Knows this machine's addresses, loopback and all others, at whose every port services may be that are meant for
 * itself; and those of the endpoints, wherever they are. Rejects never: a name that leads nowhere denies nothing.
 */
export async function knowOwnServices(endpoints: readonly Endpoint[]): Promise<OwnServices> {
  let machine: readonly Network[] = [];
  let elsewhere: readonly { readonly network: Network; readonly port: number }[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  const read = async () => {
    readAt = performance.now();
    const addresses = interfaceAddresses().flatMap(hostNetwork);
    // Those of loopback are lifted together with it.
    machine = [...LOOPBACK, ...addresses.filter((each) => !LOOPBACK.some((all) => covers(all, each)))];
    const found = await Promise.all(endpoints.map(addressesOf));
    elsewhere = found.flat();
  };
  await read();
  return {
    denials(port) {
      // Those of a moment ago are good until the new ones are there.
      if (performance.now() - readAt > KEPT_MS) read();
      const at = elsewhere.filter((endpoint) => endpoint.port === port);
      return [...machine, ...at.map(({ network }) => network)];
    },
  };
}

function interfaceAddresses(): readonly string[] {
  const interfaces = Object.values(networkInterfaces()).filter((all) => all !== undefined);
  return interfaces.flat().map(({ address }) => address);
}

async function addressesOf({ host, port }: Endpoint) {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(() => []);
  return found.flatMap(({ address }) => hostNetwork(address)).map((network) => ({ network, port }));
}

/** The network of one address, without its zone. */
function hostNetwork(text: string): readonly Network[] {
  const first = parseAddress(text.replace(/%.*$/, ""));
  return first === undefined ? [] : [{ first, bits: first.toByteArray().length * 8 }];
}
