import { isIPv4 } from "node:net";

/** Tells whether a server may be called by a host, which has no port and, if it is an IPv6 address, brackets. */
export type HostRule = (host: string) => boolean;

/** What a server listens on, and what it may be called besides. */
export interface HostRuleSetting {
  /** It listens on this machine alone, and no proxy calls it: nobody calls it by another name but a page that lies. */
  readonly isLocal: boolean;
  /** Names; one that begins with `*.` stands for all within it. */
  readonly allowed: readonly string[] | undefined;
}

/**
 * The names that a server may be called by: those of this machine, and the configured ones. A page can have its own name
 * lead to 127.0.0.1 and so call a server there as its own (DNS rebinding); the browser then sends the page's name.
 * Undefined where any name will do: beyond loopback, without configured ones.
 */
export function hostRule({ isLocal, allowed }: HostRuleSetting): HostRule | undefined {
  if (!isLocal && allowed === undefined) return undefined;
  const names = new Set(allowed?.filter((name) => !name.startsWith("*.")));
  const suffixes = allowed?.filter((name) => name.startsWith("*.")).map((name) => name.slice(1)) ?? [];

  return (host) => {
    const name = host.toLowerCase().replace(/\.$/, "");
    return isLoopbackName(name) || names.has(name) || suffixes.some((suffix) => name.endsWith(suffix));
  };
}

/** `localhost` and all within it (RFC 6761, 6.3), and the addresses that mean this machine. */
function isLoopbackName(name: string): boolean {
  if (name === "localhost" || name.endsWith(".localhost") || name === "[::1]") return true;
  return isIPv4(name) && name.startsWith("127.");
}
