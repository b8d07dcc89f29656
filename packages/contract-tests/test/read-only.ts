import type { Target } from "../src/index.ts";

/** A token that says of itself what it is, which is enough for the mock. */
function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.`;
}

/** Tokens that the mock admits, refuses for their role, and takes for expired. */
export const mockTokens = { app: "any", forbidden: jwt({ role: "Auditor" }), expired: jwt({ exp: 1 }) };

/** Lets the kit read the mock, and lends nothing that would let it schedule or sign in. */
export const readOnlyTarget = (baseUrl: string): Target => ({ baseUrl, tokens: mockTokens });
