import type { ScanCredential } from "../types.ts";

/** The ways to log in that WS-Man is known to offer (RFC 7235; MS-WSMV). */
const SCHEMES = ["Basic", "Negotiate", "Kerberos", "NTLM", "CredSSP"] as const;

export type Scheme = (typeof SCHEMES)[number];

/** The known schemes among the values of `WWW-Authenticate`. */
export function offeredSchemes(challenges: readonly string[]): readonly Scheme[] {
  return SCHEMES.filter((scheme) => {
    const challenge = new RegExp(`(?:^|,)\\s*${scheme}\\s*(?:$|,|\\s\\S)`, "i");
    return challenges.some((value) => challenge.test(value));
  });
}

/**
 * The `Authorization` of Basic (RFC 7617), or why the credential has none, for people.
 *
 * It is as good as the secret itself: never to be sent but over TLS, to a host whose certificate was accepted.
 */
export function basicAuthorization({
  username,
  password,
}: ScanCredential): { readonly authorization: string } | { readonly missing: string } {
  if (password === undefined) return { missing: "the credential holds no password" };
  // The first colon ends the name: with one in it, something else would be sent than what was meant.
  if (username.includes(":")) return { missing: "the credential's user name holds a colon" };
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}` };
}
