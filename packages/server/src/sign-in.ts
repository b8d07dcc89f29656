import type { components } from "@hostscan/contract";

type Schemas = components["schemas"];

/** Where a step of signing in comes from. */
export interface SignInContext {
  /** The caller's address, as text. */
  readonly address: string;
  readonly requestId: string;
}

/** What the first step hands out. */
export interface FirstStep {
  /** Good for the second step alone. */
  readonly token: string;
  /** Value of the cookie that is tied to the token. */
  readonly cookie: string;
}

/** The second step, as it was sent. */
export interface SecondStep {
  /** The bearer token. */
  readonly token: string;
  /** Value of the cookie, where one was sent. */
  readonly cookie?: string;
  readonly code: Schemas["SecondFactorCode"];
}

/** Why a step was not taken. `detail` is for people, and tells nothing that helps to guess. */
export type SignInRefusal =
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "invalid token"; readonly reason: "malformed" | "expired" | "revoked" | "unknown" }
  | { readonly kind: "forbidden"; readonly detail: string }
  | { readonly kind: "throttled"; readonly detail: string; readonly retryAfterSeconds: number }
  | { readonly kind: "unavailable"; readonly detail: string; readonly retryAfterSeconds: number };

/** What came of a step. */
export type SignInOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: SignInRefusal };

/** The port by which people sign in. Arguments have passed the contract's schemas; a thrown error becomes a 500. */
export interface SignInService {
  /** Login and password (`SigninBody`). Whatever was wrong with them, the refusal is the same, after the same work. */
  firstStep(
    credentials: Schemas["SignInCredentials"],
    context: SignInContext,
  ): Promise<SignInOutcome<FirstStep>>;

  /** The second factor (`Signin2fa`); gives the token that the API wants. */
  secondStep(step: SecondStep, context: SignInContext): Promise<SignInOutcome<string>>;
}
