import type { components } from "@hostscan/contract";
import type { Result } from "./result.ts";

type Schemas = components["schemas"];

/** Where a step of signing in comes from. */
export interface SignInContext {
  /** The caller's address, as text. */
  readonly address: string;
  readonly requestId: string;
}

/** The first step, as it was sent. */
export type FirstStepAttempt = Schemas["SignInCredentials"] & {
  /** Value of the cookie of a known device, where one was sent. */
  readonly device?: string;
};

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
  /** Value of the cookie of a known device, where one was sent. */
  readonly device?: string;
  readonly code: Schemas["SecondFactorCode"];
}

/** What tells a device on which the user has signed in, so that strangers' failures are not counted against it. */
export interface KnownDevice {
  /** Value of the cookie. */
  readonly cookie: string;
  readonly maxAgeSeconds: number;
}

/** What the second step hands out. */
export interface SignedIn {
  /** The token that the API wants. */
  readonly token: string;
  /** Absent where devices are not told apart. */
  readonly device?: KnownDevice;
}

/** Why a step was not taken. `detail` is for people, and tells nothing that helps to guess. */
export type SignInRefusal =
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "invalid token"; readonly reason: "malformed" | "expired" | "revoked" | "unknown" }
  | { readonly kind: "forbidden"; readonly detail: string }
  | { readonly kind: "throttled"; readonly detail: string; readonly retryAfterSeconds: number }
  | { readonly kind: "unavailable"; readonly detail: string; readonly retryAfterSeconds: number };

/** The port by which people sign in. Arguments have passed the contract's schemas; a thrown error becomes a 500. */
export interface SignInService {
  /** Login and password (`SigninBody`). Whatever was wrong with them, the refusal is the same, after the same work. */
  firstStep(attempt: FirstStepAttempt, context: SignInContext): Promise<Result<FirstStep, SignInRefusal>>;

  /** The second factor (`Signin2fa`); gives the token that the API wants. */
  secondStep(step: SecondStep, context: SignInContext): Promise<Result<SignedIn, SignInRefusal>>;
}
