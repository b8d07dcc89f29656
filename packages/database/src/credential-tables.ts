import type { ColumnType, Generated } from "kysely";
import type { MacColumns } from "./tables.ts";

/** Set by the database when a row is made, never by the application. */
type CreatedAt = ColumnType<Date, never, never>;

/** A service account; `secret` is AES-256-GCM ciphertext made with the key named by `key_id`. */
export interface CredentialTable extends MacColumns {
  id: string;
  name: string;
  username: string;
  secret: Buffer;
  key_id: string;
  created_at: CreatedAt;
  /** Raised when the secret changes: what a login with an earlier one came to says nothing of this one. */
  secret_version: Generated<number>;
  /** A host that an Admin vouches for has let a login with this secret in: no other needs a permit. */
  proven: Generated<boolean>;
  /** Logins refused in a row before one was let in. */
  denials: Generated<number>;
  /** Since when nothing is scanned with it, because too many logins were refused. */
  paused_at: Date | null;
  /** Where it may be presented, in the form that `Scope` reads; `anywhere` alone where that is everywhere. */
  scope: string[];
  /** False where nobody has said so far where it may be presented. */
  scope_decided: boolean;
  /** Names of the callers that may name it; all of them where null. */
  callers: string[] | null;
  /** The hosts that it is paused for, for people. */
  paused_by: string | null;
  /** No login before, because too many that were not proven are without an answer. */
  logins_from: Date | null;
}

/** A login that a scan was let present with a credential that was never let in. It goes with the answer, or ages. */
export interface LoginPermitTable {
  host_scan_host_id: string;
  attempt: number;
  credential_id: string;
  secret_version: number;
  /** Who vouches for the host, as `logins/party.ts` has it. */
  party: string;
  granted_at: CreatedAt;
}

/** A host that has refused a credential, as it is now, and has not let it in since. */
export interface LoginRefusalTable {
  credential_id: string;
  host_id: string;
  /** Who vouched for the host in the last scan that it was refused in. */
  party: string;
  /** The host was known by its key before that scan. */
  pinned: boolean;
  /** Refused by this host since it last let it in. */
  in_a_row: number;
  /** Of those, since a host of the same party has let it in. */
  counted: number;
  refused_at: Date;
}

/** What is known of a credential by the hosts of one party, where no host that an Admin vouches for has let it in. */
export interface LoginPartyTable {
  credential_id: string;
  party: string;
  /** One of its hosts has let a login in: at others of them, no login needs a permit. */
  proven: Generated<boolean>;
  /** No login at its hosts before, because too many are without an answer. */
  logins_from: Date | null;
}
