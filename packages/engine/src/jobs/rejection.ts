import type { InvalidValue, Quota, Rejection } from "@hostscan/core";

/** An outcome without a value. */
export interface Rejected {
  readonly ok: false;
  readonly rejection: Rejection;
}

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
