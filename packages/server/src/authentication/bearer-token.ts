const BEARER = /^Bearer(?: +(.*))?$/i;
const TOKEN = /^[\w.~+/-]+=*$/;

/**
 * Reads an `Authorization` header (RFC 6750, 2.1): the bearer token, `"malformed"` where there should be one,
 * undefined where the header names another scheme or is absent.
 */
export function bearerTokenOf(
  authorization: string | undefined,
): { readonly token: string } | "malformed" | undefined {
  const bearer = BEARER.exec(authorization ?? "");
  if (!bearer) return undefined;
  const token = bearer[1] ?? "";
  return TOKEN.test(token) ? { token } : "malformed";
}
