import type { Authentication, Caller, TokenVerifier } from "@hostscan/core";
import { decodeJwt } from "jose";
import { z } from "zod";

const HOUR_MS = 3_600_000;

/** Three parts with dots between: the form of a signed token (RFC 7519). */
const JWT = /^[^.]+\.[^.]+\.[^.]*$/;

/** What a token may say of its caller. */
const Claims = z.object({
  sub: z.string().default("mock"),
  role: z.string().default("Admin"),
  exp: z.number().optional(),
});

/**
 * Takes any token for an Admin's. One in the form of a JWT is taken by its word, though no signature is checked: so a
 * caller can see what another `role` gets, and one whose `exp` is over. What only looks like a JWT is malformed.
 */
export const mockTokens: TokenVerifier = {
  async verify(token) {
    if (!JWT.test(token)) return admitted({ sub: "mock", role: "Admin" });
    const claims = claimsOf(token);
    if (claims === undefined) return { ok: false, reason: "malformed" };
    const isOver = claims.exp !== undefined && claims.exp * 1_000 <= Date.now();
    return isOver ? { ok: false, reason: "expired" } : admitted(claims);
  },
};

function claimsOf(token: string): z.output<typeof Claims> | undefined {
  try {
    return Claims.safeParse(decodeJwt(token)).data;
  } catch {
    return undefined;
  }
}

function admitted({ sub, role, exp }: z.output<typeof Claims>): Authentication {
  const caller: Caller = { subject: sub, name: sub, role };
  return { ok: true, caller, expiresAt: new Date(exp === undefined ? Date.now() + HOUR_MS : exp * 1_000) };
}
