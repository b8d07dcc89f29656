import type { Caller } from "./port.ts";

/** What a bearer token turned out to be. `unavailable`: it could not be told now, which is a 503. */
export type Authentication =
  | { readonly ok: true; readonly caller: Caller; readonly expiresAt: Date }
  | { readonly ok: false; readonly reason: "malformed" | "expired" | "revoked" | "unknown" | "unavailable" };

/** The port that tells who a bearer token belongs to. It never throws for a bad token. */
export interface TokenVerifier {
  verify(token: string): Promise<Authentication>;
}
