/** What a token says of itself. A server need not agree. */
export interface TokenClaims {
  readonly name?: string;
  readonly role?: string;
  readonly expiresAt?: Date;
}

/** The claims of a signed token (JWT), unverified; nothing of an application's key, which says nothing. */
export function tokenClaims(token: string): TokenClaims {
  const [, payload] = token.split(".");
  if (payload === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    if (typeof claims !== "object" || claims === null) return {};
    const name = textIn(claims, "name") ?? textIn(claims, "unique_name") ?? textIn(claims, "sub");
    const role = textIn(claims, "role");
    const at = "exp" in claims && typeof claims.exp === "number" ? new Date(claims.exp * 1_000) : undefined;
    const expiresAt = at && !Number.isNaN(at.getTime()) ? at : undefined;
    return { ...(name && { name }), ...(role && { role }), ...(expiresAt && { expiresAt }) };
  } catch {
    return {};
  }
}

function textIn(claims: object, name: string): string | undefined {
  const value: unknown = Object.entries(claims).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : undefined;
}
