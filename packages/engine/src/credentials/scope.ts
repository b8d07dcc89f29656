import { isIP } from "node:net";
import { canonicalDnsName } from "@hostscan/contract/host-name";
import { type Address, contains, type Network, parseAddress, parseNetwork } from "../networks/network.ts";

/** A part of a scope: a network, a host by its name, or the hosts below a name; at one port or at any. */
interface Part {
  readonly text: string;
  readonly what:
    | { readonly kind: "network"; readonly network: Network }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "below"; readonly suffix: string };
  readonly port: number | undefined;
}

/** How a host is named that is to be scanned: in canonical form. */
export interface NamedHost {
  readonly dnsHostName: string | null;
  readonly ipAddress: string | null;
}

/** Where a login would be presented: by which name the host was asked for, and what the connection goes to. */
export interface LoginPlace {
  readonly dnsHostName: string | null;
  readonly address: string;
  readonly port: number;
}

/** The scope that is none. */
const ANYWHERE = "anywhere";
const LOCALHOST = "localhost";
/** What `localhost` is, asked for by its address (RFC 6761, section 6.3). */
const LOOPBACK: readonly string[] = ["127.0.0.1", "::1"];
const MOST_PARTS = 200;
const HIGHEST_PORT = 65_535;

/** Where a credential may be presented: nowhere else, whoever asks for it. */
export class Scope {
  /** Undefined where it may be presented anywhere. */
  readonly #parts: readonly Part[] | undefined;

  private constructor(parts: readonly Part[] | undefined) {
    this.#parts = parts;
  }

  /** Reads a scope as people state it; or what is wrong with it. */
  static state(texts: readonly string[]): Scope | { readonly problem: string } {
    // Other letters stay as they are: lower case would make ones of ASCII of some (of U+212A, the Kelvin sign, a k).
    const given = texts.map((text) => text.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase()));
    if (given.length === 0) return { problem: "must name a network, an address or a host, or be anywhere" };
    if (given.length > MOST_PARTS) return { problem: `must have at most ${MOST_PARTS} parts` };
    if (given.length === 1 && given[0] === ANYWHERE) return new Scope(undefined);
    const parts = new Map<string, Part>();
    for (const text of given) {
      const part = readPart(text);
      if ("problem" in part) return { problem: `holds ${JSON.stringify(text)}, which ${part.problem}` };
      parts.set(part.text, part);
    }
    return new Scope([...parts.values()]);
  }

  /** Reads a scope as it is kept. What cannot be read names nothing. */
  static kept(texts: readonly string[]): Scope {
    const scope = Scope.state(texts);
    return scope instanceof Scope ? scope : new Scope([]);
  }

  /** Each part in canonical form, once. */
  get texts(): readonly string[] {
    return this.#parts?.map(({ text }) => text) ?? [ANYWHERE];
  }

  /**
   * Whether a host could be within the scope, as far as that is known before its name is resolved: which of its ports
   * it could be reached at, or why it cannot be.
   */
  couldHold(host: NamedHost, ports: readonly number[]): "maybe" | "elsewhere" | "other port" {
    if (this.#parts === undefined) return "maybe";
    const address = host.ipAddress === null ? undefined : parseAddress(host.ipAddress);
    const parts = this.#parts.filter(({ what }) =>
      what.kind === "network" && address === undefined ? true : names(what, host.dnsHostName, address),
    );
    if (parts.length === 0) return "elsewhere";
    return parts.some(({ port }) => port === undefined || ports.includes(port)) ? "maybe" : "other port";
  }

  /**
   * Whether a login may be presented in a place. `if resolved`: where the address is one that DNS gives for the name,
   * for the scope holds the name but not the address.
   */
  holds({ dnsHostName, address: text, port }: LoginPlace): "yes" | "if resolved" | "no" {
    if (this.#parts === undefined) return "yes";
    const address = parseAddress(text);
    if (address === undefined) return "no";
    const parts = this.#parts.filter(
      (part) => (part.port ?? port) === port && names(part.what, dnsHostName, address),
    );
    if (parts.length === 0) return "no";
    const named = dnsHostName === null || parts.some(({ what }) => what.kind === "network");
    return named ? "yes" : "if resolved";
  }
}

function hasZone(address: Address): boolean {
  return "zoneId" in address && Boolean(address.zoneId);
}

/** Whether a part names a host by its address or by its name. */
function names(what: Part["what"], name: string | null, address: Address | undefined): boolean {
  switch (what.kind) {
    case "network":
      // On which link a zone lies, no network says.
      return address !== undefined && !hasZone(address) && contains(what.network, address);
    case "name":
      if (what.name === LOCALHOST && name === null) return LOOPBACK.includes(String(address));
      return what.name === name;
    case "below":
      return name?.endsWith(what.suffix) === true;
  }
}

type Problem = { readonly problem: string };

const BRACKETED = /^\[([^\]]*:[^\]]*)\](?::(.*))?$/;
const WITH_PORT = /^([^:]*)(?::([^:]*))?$/;

/** Divides `host`, `host:port` and `[address]:port`; of an IPv6 address without brackets all is address. */
function divide(text: string): { readonly host: string; readonly port: string | undefined } {
  const [, host = text, port] = BRACKETED.exec(text) ?? WITH_PORT.exec(text) ?? [];
  return { host, port };
}

function readPart(text: string): Part | Problem {
  const { host, port: digits } = divide(text);
  const port = digits === undefined ? undefined : readPort(digits);
  if (port === null) return { problem: `needs a port from 1 to ${HIGHEST_PORT} behind its colon` };
  const read = host.includes("/") || isIP(host) > 0 ? readNetwork(host) : readHost(host);
  if ("problem" in read) return read;
  const bare = read.text.includes(":") && port !== undefined ? `[${read.text}]` : read.text;
  return { what: read.what, port, text: port === undefined ? bare : `${bare}:${port}` };
}

function readPort(digits: string): number | null {
  const port = /^[1-9]\d{0,4}$/.test(digits) ? Number(digits) : 0;
  return port > 0 && port <= HIGHEST_PORT ? port : null;
}

type Read = Pick<Part, "text" | "what"> | Problem;

function readNetwork(text: string): Read {
  if (text.includes("%")) return { problem: "has a zone, which says nothing to another machine" };
  const isAddress = isIP(text) > 0;
  const network = parseNetwork(isAddress ? `${text}/${isIP(text) === 4 ? 32 : 128}` : text);
  if (network !== undefined) return { text: writtenNetwork(network), what: { kind: "network", network } };
  const [address = ""] = text.split("/");
  if (isIP(address) === 0) return { problem: "is no network, as 10.0.0.0/8 is" };
  return { problem: `is no network: its length is none, or ${address} is not the first address of it` };
}

function writtenNetwork({ first, bits }: Network): string {
  return bits === first.toByteArray().length * 8 ? String(first) : `${first}/${bits}`;
}

function readHost(text: string): Read {
  if (text === "") return { problem: "is empty" };
  if (text === ANYWHERE) return { problem: "stands alone and without a port, or not at all" };
  const isBelow = text.startsWith("*.");
  const name = canonicalDnsName(isBelow ? text.slice(2) : text);
  if (name === undefined) {
    if (/[^\p{ASCII}]/u.test(text))
      return { problem: "must be written in ASCII, as xn--bcher-kva.example is" };
    if (text.includes("*")) return { problem: "may have a * in place of its first labels alone" };
    return { problem: "is no network, no address and no DNS name" };
  }
  // Resolvers take it for an address, each for another one.
  if (/(?:^|\.)(?:\d+|0x[\da-f]*)$/.test(name)) return { problem: "is no address as it is usually written" };
  if (isBelow) return { text: `*.${name}`, what: { kind: "below", suffix: `.${name}` } };
  return { text: name, what: { kind: "name", name } };
}
