import type { ServerHostKeyAlgorithm } from "ssh2";
import { sameThumbprint } from "../trust/thumbprint.ts";
import type { ObservedKey, TrustPolicy } from "../types.ts";

/** Types of host keys, in the order they are asked for, and the signatures that prove one (RFC 8332, RFC 8709). */
const TYPES: ReadonlyMap<string, readonly ServerHostKeyAlgorithm[]> = new Map([
  ["ssh-ed25519", ["ssh-ed25519"]],
  ["ecdsa-sha2-nistp256", ["ecdsa-sha2-nistp256"]],
  ["ecdsa-sha2-nistp384", ["ecdsa-sha2-nistp384"]],
  ["ecdsa-sha2-nistp521", ["ecdsa-sha2-nistp521"]],
  ["ssh-rsa", ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]],
]);

const CERTIFICATE = /-cert-v0[01]@openssh\.com$/;

/**
 * Looks for the trusted key among those of a host. It has one of each type, and shows the one that it is asked for: a
 * host whose trusted key is RSA has not changed because it has an Ed25519 key, too.
 */
export class KeySearch {
  readonly #policy: TrustPolicy;
  readonly #shown: ObservedKey[] = [];
  #asked: readonly string[];
  #offered: readonly string[] = [];
  #over = false;
  /** Whether the key that was shown last is passed over, and the next is to be asked for on a new connection. */
  goesOn = false;

  constructor(policy: TrustPolicy) {
    this.#policy = policy;
    const all = [...TYPES.keys()];
    const pinned = policy.sshKeyType;
    this.#asked =
      pinned !== undefined && TYPES.has(pinned) ? [pinned, ...all.filter((type) => type !== pinned)] : all;
  }

  /** What to ask the host for. */
  get algorithms(): ServerHostKeyAlgorithm[] {
    return this.#asked.flatMap((type) => TYPES.get(type) ?? []);
  }

  /** What is the matter where the host offers none of these. */
  get nothingToShow(): string | undefined {
    const certificates = this.#offered.filter((name) => CERTIFICATE.test(name));
    return certificates.length > 0 && certificates.length === this.#offered.length
      ? "The host shows host certificates only, which are not read: have it offer its plain host keys, too."
      : undefined;
  }

  /** To be told each line that the client writes of an exchange: one of them lists what the host has to show. */
  readonly listen = (line: string): void => {
    if (!line.startsWith(OFFER_LINE)) return;
    this.#offered = line.slice(OFFER_LINE.length).split(",").slice(0, MOST_OFFERED);
  };

  /** Whether the key that a host shows is passed over, since another of its keys may be the trusted one. */
  passOver(key: ObservedKey): boolean {
    this.goesOn = false;
    const { trusted } = this.#policy;
    if (this.#over || trusted.ssh === undefined || sameThumbprint(trusted.ssh, key.thumbprint)) return false;
    this.#shown.push(key);
    const seen = new Set(this.#shown.map(({ algorithm }) => algorithm));
    const left = [...TYPES].filter(
      ([type, names]) => !seen.has(type) && names.some((name) => this.#offered.includes(name)),
    );
    this.#asked = left.map(([type]) => type);
    // None of them is the trusted one: the first that it showed is judged, as if it had no others.
    if (left.length === 0) {
      this.#over = true;
      this.#asked = this.#shown.slice(0, 1).map(({ algorithm }) => algorithm);
    }
    this.goesOn = this.#shown.length > 1 || left.length > 0;
    return this.goesOn;
  }
}

/** How ssh2 tells it to whom it debugs for. */
const OFFER_LINE = "Handshake: (remote) Host key format: ";
const MOST_OFFERED = 64;
