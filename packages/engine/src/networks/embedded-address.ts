import ipaddr, { type IPv4 } from "ipaddr.js";
import { type Address, contains, type Network, parseNetwork } from "./network.ts";

/** IPv4 addresses that stand inside of an IPv6 address. */
export interface Embedded {
  /** Whoever connects to the address gets there: the form says so. */
  readonly leadsTo: readonly IPv4[];
  /** Whoever connects to it may get there: the address has the form of a gateway's, under a prefix that is not known. */
  readonly mayLeadTo: readonly IPv4[];
}

/** The places of an IPv4 address's bytes under prefixes of 32 to 96 bits; byte 8 is left out (RFC 6052, section 2.2). */
const PLACES: ReadonlyMap<number, readonly number[]> = new Map([
  [32, [4, 5, 6, 7]],
  [40, [5, 6, 7, 9]],
  [48, [6, 7, 9, 10]],
  [56, [7, 9, 10, 11]],
  [64, [9, 10, 11, 12]],
  [96, [12, 13, 14, 15]],
]);
const placesUnder = (...bits: readonly number[]) => bits.flatMap((each) => [PLACES.get(each) ?? []]);

interface Form {
  readonly network: Network;
  readonly places: readonly (readonly number[])[];
  /** Written with every bit turned. */
  readonly obfuscated?: readonly number[];
}

const form = (text: string, places: Form["places"], obfuscated?: readonly number[]): Form[] => {
  const network = parseNetwork(text);
  return network === undefined ? [] : [{ network, places, ...(obfuscated && { obfuscated }) }];
};

const FORMS: readonly Form[] = [
  // IPv4-compatible (RFC 4291, section 2.5.5.1) and IPv4-translated (RFC 2765, section 2.1).
  ...form("::/96", placesUnder(96)),
  ...form("::ffff:0:0:0/96", placesUnder(96)),
  // NAT64: everybody's prefix, and those of a network's own, of any length (RFC 6052, section 2.1; RFC 8215).
  ...form("64:ff9b::/96", placesUnder(96)),
  ...form("64:ff9b:1::/48", placesUnder(48, 56, 64, 96)),
  // 6to4 (RFC 3056, section 2).
  ...form("2002::/16", [[2, 3, 4, 5]]),
  // Teredo: its server and, obfuscated, its client (RFC 4380, section 4).
  ...form("2001::/32", [[4, 5, 6, 7]], [12, 13, 14, 15]),
];

/** Of the IPv4-compatible form, `::` and `::1` are themselves and nothing else. */
const THEMSELVES = ["::/128", "::1/128"].map(parseNetwork).filter((network) => network !== undefined);

/** What an interface identifier of ISATAP begins with (RFC 5214, section 6.1), the bit for "universal" aside. */
const ISATAP = [0x00, 0x00, 0x5e, 0xfe];
const UNIVERSAL = 0x02;

const NONE: Embedded = { leadsTo: [], mayLeadTo: [] };

/**
 * The IPv4 addresses that may be reached by way of an IPv6 address. Not for IPv4-mapped addresses, which are IPv4
 * addresses in all but writing.
 */
export function embeddedIpv4(address: Address): Embedded {
  if (address instanceof ipaddr.IPv4 || THEMSELVES.some((network) => contains(network, address))) return NONE;
  const bytes = address.toByteArray();
  const leadsTo = FORMS.filter(({ network }) => contains(network, address)).flatMap(
    ({ places, obfuscated }) => [
      ...places.map((each) => addressAt(bytes, each)),
      ...(obfuscated === undefined ? [] : [addressAt(bytes, obfuscated, 0xff)]),
    ],
  );
  if (isIsatap(bytes)) leadsTo.push(addressAt(bytes, [12, 13, 14, 15]));
  return leadsTo.length > 0 ? { leadsTo, mayLeadTo: [] } : { leadsTo, mayLeadTo: behindGateway(bytes) };
}

function addressAt(bytes: readonly number[], places: readonly number[], turned = 0): IPv4 {
  return new ipaddr.IPv4(places.map((place) => (bytes[place] ?? 0) ^ turned));
}

function isIsatap(bytes: readonly number[]): boolean {
  const [first = 0, ...others] = bytes.slice(8, 12);
  return [first & ~UNIVERSAL, ...others].every((byte, index) => byte === ISATAP[index]);
}

/**
 * What a gateway would read under a prefix of an operator's own, which nobody can tell by the address. All else of such
 * an address is zero, as it hardly is of any other host's; nor is one of `0.0.0.0/8`, as `2001:db8::1` would be, a host.
 */
function behindGateway(bytes: readonly number[]): IPv4[] {
  return [...PLACES.values()].flatMap((places) => {
    const first = bytes[places[0] ?? 0] ?? 0;
    const rest = bytes.slice(8).filter((_, index) => !places.includes(index + 8));
    return first !== 0 && rest.every((byte) => byte === 0) ? [addressAt(bytes, places)] : [];
  });
}
