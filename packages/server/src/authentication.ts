import type { Caller } from "./port.ts";

/**
 * What a bearer token turned out to be. `unavailable`: it could not be told now, which is a 503. `second factor missing`:
 * it is that of a user who has taken but the first step of signing in, which is a 403.
 */
export type Authentication =
  | { readonly ok: true; readonly caller: Caller; readonly expiresAt: Date }
  | {
      readonly ok: false;
      readonly reason:
        | "malformed"
        | "expired"
        | "revoked"
        | "unknown"
        | "second factor missing"
        | "unavailable";
    };

/** The port that tells who a bearer token belongs to. It never throws for a bad token. */
export interface TokenVerifier {
  verify(token: string): Promise<Authentication>;
}
