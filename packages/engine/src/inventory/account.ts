/** An account as it is compared. */
export interface Account {
  /** In lower case, with its domain where it has one. */
  readonly account: string;
  /** Without its domain; absent where it has none. */
  readonly base?: string;
}

/** Characters that are kept of an account. Windows has at most 104 in a name, and 255 in a domain's. */
const LONGEST = 160;

/**
 * How an account is compared, whether it logs in by the name or something runs as it. A domain of this host's own name,
 * or `.`, says that the account is the host's own.
 */
export function accountOf(name: string, hostName?: string): Account {
  const whole = name.trim().toLowerCase();
  const [domain = "", ...rest] = whole.split("\\");
  const isOwn = rest.length > 0 && (domain === "." || domain === hostName?.toLowerCase());
  const account = (isOwn ? rest.join("\\") : whole).slice(0, LONGEST);
  const base = account.includes("\\") ? account.split("\\").at(-1) : account.split("@", 1)[0];
  return base === undefined || base === account || base === "" ? { account } : { account, base };
}
