/** One thing wrong with a request; `path` is a JSON Pointer into its body, or the parameter's name. */
export interface InvalidValue {
  readonly path: string;
  readonly message: string;
}

/** What a caller may do in a while, and what is left of it. */
export interface Quota {
  /** What is counted: letters and hyphens. */
  readonly name: string;
  readonly most: number;
  readonly left: number;
  readonly windowSeconds: number;
}

/** Why a call was not carried out. A rejected call has changed nothing. */
export type Rejection =
  | { readonly kind: "invalid"; readonly detail: string; readonly errors: readonly InvalidValue[] }
  | { readonly kind: "not-found"; readonly detail: string }
  | { readonly kind: "conflict"; readonly detail: string }
  | { readonly kind: "unavailable"; readonly detail: string; readonly retryAfterSeconds: number }
  | {
      readonly kind: "over quota";
      readonly detail: string;
      readonly retryAfterSeconds: number;
      readonly quota: Quota;
    };

/** No value, and why. */
export interface Rejected<Reason = Rejection> {
  readonly ok: false;
  readonly rejection: Reason;
}

/** A value, or the reason why there is none. */
export type Result<Value, Reason = Rejection> =
  | { readonly ok: true; readonly value: Value }
  | Rejected<Reason>;

const RETRY_AFTER_SECONDS = 5;

export function invalid(errors: readonly InvalidValue[], detail = "The request is invalid."): Rejected {
  return { ok: false, rejection: { kind: "invalid", detail, errors } };
}

/** One member of what was asked for is wrong; the detail says which. */
export function invalidMember(path: string, message: string): Rejected {
  return invalid([{ path, message }], `${path} ${message}.`);
}

export function notFound(detail: string): Rejected {
  return { ok: false, rejection: { kind: "not-found", detail } };
}

export function conflict(detail: string): Rejected {
  return { ok: false, rejection: { kind: "conflict", detail } };
}

export function overQuota(detail: string, retryAfterSeconds: number, quota: Quota): Rejected {
  return { ok: false, rejection: { kind: "over quota", detail, retryAfterSeconds, quota } };
}

export function unavailable(): Rejected {
  const detail = "The database is out of reach.";
  return { ok: false, rejection: { kind: "unavailable", detail, retryAfterSeconds: RETRY_AFTER_SECONDS } };
}
