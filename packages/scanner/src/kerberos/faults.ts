/**
 * What goes wrong with Kerberos.
 *
 * - `wrong`, `expired`, `revoked`, `unknown`: the KDC has refused the account: its secret is another, has ended, it is
 *   locked or disabled, or there is none of this name.
 * - `clock`: the clocks differ too much.
 * - `service`: the KDC knows no such host.
 * - `ticket`: the host cannot read the ticket: the name that it is for is another's.
 * - `unreachable`: no KDC of the realm answers, or none is known.
 * - `missing`: what it takes is not installed here.
 * - `unstarted`: the process that speaks it did not start.
 * - `crashed`: it has ended.
 * - `other`: whatever else.
 */
export type KerberosFaultKind =
  | "wrong"
  | "expired"
  | "revoked"
  | "unknown"
  | "clock"
  | "service"
  | "ticket"
  | "unreachable"
  | "missing"
  | "unstarted"
  | "crashed"
  | "other";

export interface KerberosFault {
  readonly kind: KerberosFaultKind;
  /** In the library's words. */
  readonly text: string;
}

/** Where MIT's table of errors begins (`krb5_err.et`); the first 128 are the protocol's own (RFC 4120, 7.5.9). */
const TABLE = -1_765_328_384;

const KINDS: ReadonlyMap<number, KerberosFaultKind> = new Map([
  [1, "expired"],
  [6, "unknown"],
  [7, "service"],
  // What hours and machines an account may be used at.
  [12, "revoked"],
  [18, "revoked"],
  [21, "revoked"],
  [23, "expired"],
  [24, "wrong"],
  [31, "wrong"],
  // To those whose clock is slow or fast a ticket is not good yet, or no more.
  [32, "clock"],
  [33, "clock"],
  [37, "clock"],
  // KRB_AP_ERR_NOT_US, _MODIFIED, _BADKEYVER, _NOKEY
  [35, "ticket"],
  [41, "ticket"],
  [44, "ticket"],
  [45, "ticket"],
  // KRB5_CONFIG_CANTOPEN, KRB5_CONFIG_BADFORMAT: what says where the KDCs are is not to be read.
  [135, "unreachable"],
  [136, "unreachable"],
  // KRB5_KDCREP_SKEW, KRB5_REALM_UNKNOWN, KRB5_KDC_UNREACH, KRB5_PREAUTH_FAILED, KRB5_REALM_CANT_RESOLVE
  [148, "clock"],
  [154, "unreachable"],
  [156, "unreachable"],
  [210, "wrong"],
  [220, "unreachable"],
]);

/** Of the kinds, those that a KDC has refused the account with. */
const REFUSALS: ReadonlySet<KerberosFaultKind> = new Set(["wrong", "expired", "revoked", "unknown"]);

/** What an error of the library means, by its code. */
export function kindOf(code: number): KerberosFaultKind {
  return KINDS.get(code - TABLE) ?? "other";
}

/** Whether the account is refused, by those who know it. */
export function isRefusal({ kind }: Pick<KerberosFault, "kind">): boolean {
  return REFUSALS.has(kind);
}
