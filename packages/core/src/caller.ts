/** Who makes a call, as established from the bearer token. */
export interface Caller {
  /** Stable identity of the token's subject; idempotency keys are kept apart by it. */
  readonly subject: string;
  /** Name for people: shown in logs and kept with a job. */
  readonly name: string;
  /** Role claim. The contract's operations admit `Admin` and `App`; any other role is refused with 403. */
  readonly role: string;
  /** Whether this is a person who signed in; absent for programs, which call with a token or a key. */
  readonly isUser?: boolean;
  /** Who this is, whatever key or token it calls with, so that a renewed one is the same caller: `app:portal`. */
  readonly identity?: string;
}

/** What a call carries besides its parameters: what it comes to may hang on who calls. */
export interface CallContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** W3C `traceparent` of the call, where it is traced: what it brings about can refer to it. */
  readonly traceParent?: string | undefined;
}

/** {@link CallContext} of a POST, which a caller may repeat safely under an `Idempotency-Key`. */
export interface SchedulingContext extends CallContext {
  readonly idempotencyKey?: string;
}

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
