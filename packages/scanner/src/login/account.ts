/** An account, as Windows names it. */
export interface WindowsAccount {
  readonly user: string;
  /** As NTLM is told it: empty for an account of the host itself, and where the name itself says it. */
  readonly domain: string;
  /** Of Kerberos; absent where the name tells none. */
  readonly principal?: string;
}

/**
 * Reads a user's name: `user@REALM`, `DOMAIN\user`, or `user` for an account of the host itself. A domain that is no DNS
 * name (`CORP`) names no realm.
 */
export function readAccount(username: string): WindowsAccount {
  const slash = username.indexOf("\\");
  if (slash >= 0) {
    const domain = username.slice(0, slash);
    const user = username.slice(slash + 1);
    return domain.includes(".") ? { user, domain, ...inRealm(user, domain) } : { user, domain };
  }
  const at = username.lastIndexOf("@");
  if (at <= 0 || at === username.length - 1) return { user: username, domain: "" };
  // Windows takes such a name whole, and finds the domain by it.
  return { user: username, domain: "", ...inRealm(username.slice(0, at), username.slice(at + 1)) };
}

/** In principals some characters mean something (krb5_parse_name). */
function inRealm(user: string, domain: string) {
  return { principal: `${escaped(user)}@${escaped(domain.toUpperCase())}` };
}

const escaped = (part: string) => part.replace(/[\\/@]/g, "\\$&");
