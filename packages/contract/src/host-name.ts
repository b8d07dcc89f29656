const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const LONGEST_DNS_NAME = 253;

/** A number as `inet_aton` reads it: decimal, octal or hexadecimal. */
const NUMBER = "(?:[0-9]+|0x[0-9a-f]*)";
/** What a resolver may take for an address, or once was meant for one: numbers alone. */
const NUMBERS = new RegExp(`^${NUMBER}(?:\\.${NUMBER})*\\.?$`);
const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

/**
 * The one rule for what may name a host in the DNS, at every door: a name in lower case and without the final dot;
 * undefined if it can be none (RFC 1123, section 2.1; underscores are let through, as resolvers do).
 *
 * What consists of numbers is none, but for an IPv4 address as it is always written: of `127.000.000.025`, `127.21`,
 * `0x7f.1` and `2130706433` a resolver makes an address that nobody sees in the text. Nor is a name what has other letters
 * than ASCII, also where lower case would turn them into some (U+212A, the Kelvin sign, into a k).
 */
export function canonicalDnsName(text: string): string | undefined {
  if (/[^\p{ASCII}]/u.test(text)) return undefined;
  const lower = text.toLowerCase();
  if (NUMBERS.test(lower)) return IPV4.test(lower) ? lower : undefined;
  const name = lower.replace(/\.$/, "");
  return name.length <= LONGEST_DNS_NAME && DNS_NAME.test(name) ? name : undefined;
}
