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
