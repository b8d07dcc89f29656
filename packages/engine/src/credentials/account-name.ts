import { invalidMember, type Result } from "@hostscan/core";

/** An account, and its Windows domain where its name does not hold that. */
interface StatedAccount {
  readonly username: string;
  readonly domain?: string | undefined;
}

/** One name for an account and its domain, which a name may hold already: `user@REALM` or `DOMAIN\user`. */
export function accountName({ username, domain }: StatedAccount): Result<string> {
  if (domain === undefined) return { ok: true, value: username };
  if (/[@\\]/.test(username))
    return invalidMember("domain", "is stated although the name holds a domain already");
  if (!/^[^@\\/\s\p{Cc}\p{Cs}]+$/u.test(domain)) return invalidMember("domain", "is no domain");
  const value = domain.includes(".") ? `${username}@${domain.toUpperCase()}` : `${domain}\\${username}`;
  return { ok: true, value };
}

/** The domain that the name of an account holds; null where it holds none. */
export function domainOf(account: string): string | null {
  const { before, after } = /^(?:(?<before>[^\\]+)\\.*|.+@(?<after>[^@]+))$/s.exec(account)?.groups ?? {};
  return before ?? after ?? null;
}
