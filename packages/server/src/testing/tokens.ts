import type { Authentication, TokenVerifier } from "@hostscan/core";

/** What becomes of a token whose caller has a role. */
export const accepted = (subject: string, role: string, name = subject): Authentication => ({
  ok: true,
  caller: { subject, name, role },
  expiresAt: new Date("2999-01-01"),
});

/** A fixture of the port: what becomes of each token is told beforehand, and any other one is unknown. */
export const createFixtureTokens = (known: Readonly<Record<string, Authentication>>): TokenVerifier => ({
  verify: async (token) => (Object.hasOwn(known, token) && known[token]) || { ok: false, reason: "unknown" },
});
