import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";
import type { ActorKind } from "./audit/actor.ts";
import type {
  CredentialTable,
  LoginPartyTable,
  LoginPermitTable,
  LoginRefusalTable,
} from "./credential-tables.ts";
import type { HostScanHostTable, HostScanJobTable, HostTable } from "./host-tables.ts";
import type { HostEntryTable, HostSectionTable, InventoryChangeTable } from "./inventory-tables.ts";
import type { SeenKeyTable, TrustRecordTable } from "./trust-tables.ts";

/** Set by the database when a row is made, never by the application. */
type CreatedAt = ColumnType<Date, never, never>;

/** What shows that a row which grants access was written by Hostscan: `secrets/granting-rows.ts` says what it covers. */
export interface MacColumns {
  mac: Buffer | null;
  mac_key_id: string | null;
}

/** The answer given to a scheduling call, kept so that a repeated call gets it again. */
export interface IdempotencyTable {
  /** The caller's name; of what was kept before that counted, the subject of its token. */
  subject: string;
  operation: string;
  key: string;
  /** SHA-256 of the request's content. */
  digest: Buffer;
  /** The answer's JSON text. */
  answer: string;
  created_at: CreatedAt;
}

/** An issued access token; the token itself is not kept. */
export interface AccessTokenTable extends MacColumns {
  id: string;
  name: string;
  role: string;
  created_at: CreatedAt;
  expires_at: Date;
  revoked_at: Date | null;
  /** The key that signed it. */
  signing_key_id: string | null;
}

/** A key that signs tokens, encrypted like a credential. One signs; a retired one verifies what it has signed. */
export interface SigningKeyTable extends MacColumns {
  id: string;
  secret: Buffer;
  key_id: string;
  created_at: CreatedAt;
  retired_at: Date | null;
}

/** A person who signs in; `secret` is that of the second factor, encrypted like a credential. */
export interface AppUserTable extends MacColumns {
  id: string;
  /** Unique, in lower case. */
  login: string;
  display_name: string;
  role: string;
  /** Argon2id, with its parameters and salt (PHC string format). */
  password_hash: string;
  secret: Buffer;
  key_id: string;
  /** The step of the last code accepted (RFC 6238): no code of it or of an earlier one is accepted again. */
  last_code_step: number | null;
  /** Raised where tokens of before shall hold no longer. */
  session_version: Generated<number>;
  created_at: CreatedAt;
  disabled_at: Date | null;
}

/** A recovery code that was not used yet: SHA-256 of it. */
export interface RecoveryCodeTable extends MacColumns {
  user_id: string;
  digest: Buffer;
}

/** Attempts to sign in that failed and those under way, by what they are counted by. */
export interface SignInAttemptTable {
  scope: string;
  /** SHA-256 of what is counted by. */
  key: Buffer;
  failures: number;
  /** When the last one failed. */
  last_at: Date;
  /** Those under way. */
  pending: Generated<number>;
  /** When the last of those under way began; one that never ends counts as failed after a while. */
  pending_at: Generated<Date>;
  /** SHA-256 of the login, so that all that is counted of a user can be forgotten; null of an address. */
  login: Buffer | null;
}

/** A token of the first step that was sent with a code, until it ends. */
export interface FirstStepTable {
  /** The token's `jti`. */
  id: string;
  tries: number;
  /** A second step has succeeded with it. */
  used: Generated<boolean>;
  expires_at: Date;
}

/** What a caller has scheduled within an hour. */
export interface QuotaUseTable {
  caller: string;
  /** When the hour began. */
  since: Date;
  jobs: number;
  hosts: number;
}

/** The key of an application; of the key itself only a digest is kept. */
export interface ApplicationKeyTable extends MacColumns {
  id: string;
  name: string;
  /** First part of the key: it names the key, and opens nothing. */
  prefix: string;
  /** SHA-256 of the whole key. */
  digest: Buffer;
  created_at: CreatedAt;
  expires_at: Date;
  revoked_at: Date | null;
  /** To the minute. */
  last_used_at: Date | null;
}

/** One line of the audit log, which is append-only. `action` and what stands in `details` are in `audit/audit.ts`. */
export interface AuditTable {
  id: ColumnType<number, never, never>;
  at: ColumnType<Date, never, never>;
  actor_kind: ActorKind;
  actor: string;
  actor_id: string | null;
  action: string;
  object_kind: string;
  object_id: string | null;
  request_id: string | null;
  details: JSONColumnType<Readonly<Record<string, unknown>>>;
}

/** The one row that says which secret key the database is under, and that its rows have got their MACs. */
export interface SecretKeyStateTable {
  one: Generated<true>;
  key_id: string;
  sealed_at: Generated<Date>;
}

export interface Database {
  audit: AuditTable;
  host: HostTable;
  trust_record: TrustRecordTable;
  seen_key: SeenKeyTable;
  host_section: HostSectionTable;
  host_entry: HostEntryTable;
  inventory_change: InventoryChangeTable;
  credential: CredentialTable;
  host_scan_job: HostScanJobTable;
  host_scan_host: HostScanHostTable;
  login_permit: LoginPermitTable;
  login_refusal: LoginRefusalTable;
  login_party: LoginPartyTable;
  idempotency: IdempotencyTable;
  access_token: AccessTokenTable;
  signing_key: SigningKeyTable;
  app_user: AppUserTable;
  recovery_code: RecoveryCodeTable;
  sign_in_attempt: SignInAttemptTable;
  first_step: FirstStepTable;
  quota_use: QuotaUseTable;
  application_key: ApplicationKeyTable;
  secret_key_state: SecretKeyStateTable;
}

export type Host = Selectable<HostTable>;
export type HostScanHost = Selectable<HostScanHostTable>;
