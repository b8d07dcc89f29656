import type { ActionFailureReason, CertificateType, SshTrustActionType } from "@hostscan/contract";
import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";
import type { ActorKind } from "../audit/actor.ts";
import type { PlatformName } from "../hosts/platform.ts";
import type { ScheduledTarget } from "../hosts/scheduled-target.ts";
import type { HostStatus } from "../jobs/transitions.ts";
import type {
  CredentialTable,
  LoginPartyTable,
  LoginPermitTable,
  LoginRefusalTable,
} from "./credential-tables.ts";
import type { SeenKeyTable, TrustRecordTable } from "./trust-tables.ts";

/** Set by the database when a row is made, never by the application. */
type CreatedAt = ColumnType<Date, never, never>;

/** What shows that a row which grants access was written by Hostscan: `secrets/granting-rows.ts` says what it covers. */
export interface MacColumns {
  mac: Buffer | null;
  mac_key_id: string | null;
}

/**
 * A machine that was onboarded. `identity` is unique: lower-cased DNS name, or else the address, and the port.
 * A setting that no request has named is null, so that onboarding again can tell it from one that was.
 */
export interface HostTable {
  id: string;
  identity: string;
  /** Who onboarded it, as `callerName` has it; null where only Admins may change it. */
  owner: string | null;
  /** Where it is and how it is trusted was stated by an Admin, or is what an Admin takes it for. */
  stated_by_admin: Generated<boolean>;
  name: string | null;
  dns_host_name: string | null;
  /** Where to connect, where a request named an address. */
  ip_address: string | null;
  /** Where the last scan connected to, or will have to; a DNS name is resolved anew for every scan. */
  observed_ip_address: string | null;
  /** Always 22 for a Windows. */
  ssh_port: number;
  /** Where null, whatever it turns out to be. */
  platform: PlatformName | null;
  os: string | null;
  version: string | null;
  credential_id: string | null;
  /** `ErrorOnThumbprintMismatch` where null. */
  trust_action: SshTrustActionType | null;
  /** False where null. */
  accept_first_discovery: boolean | null;
  certificate_type: CertificateType | null;
  source: string | null;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
  last_scanned_at: Date | null;
}

export interface HostScanJobTable {
  id: string;
  /** For people. */
  created_by: string;
  /** Who scheduled it, as `callerName` has it; null where that is not known any more. */
  caller: string | null;
  created_from: string;
  request_id: string;
  host_count: number;
  created_at: CreatedAt;
  /** Its server may be called from elsewhere: it is not to reach what this machine has for itself, whoever scans. */
  from_elsewhere: Generated<boolean>;
  /** W3C `traceparent` of the request that scheduled it, where it was traced. */
  trace_parent: string | null;
}

/** One host of one job: the API's `hostScanHost`. `status` and `failure_reason` hold the wire's integers. */
export interface HostScanHostTable {
  id: string;
  job_id: string;
  host_id: string;
  /** Place in the job, from 0. */
  position: number;
  /** What was to be scanned when the job was scheduled. Null for hosts that had ended before such was kept. */
  target: JSONColumnType<ScheduledTarget> | null;
  status: Generated<HostStatus>;
  failure_reason: Generated<ActionFailureReason>;
  status_description: string | null;
  /** Fence: raised by every claim; a result is written only under the current attempt. */
  attempt: Generated<number>;
  /** Scans that ended in a fault worth another try. */
  tries: Generated<number>;
  /** Times a worker was lost while it held this row. */
  losses: Generated<number>;
  /** Times it was given back to the queue for no fault of the host's, but for those by a worker that was stopped. */
  give_backs: Generated<number>;
  /** What the job was asked to scan, as of its scheduling; the result's values once there is one. */
  name: string | null;
  dns_host_name: string | null;
  ip_address: string | null;
  os: string | null;
  version: string | null;
  started_at: Date | null;
  finished_at: Date | null;
  /** What the last claim scans, or would scan, the host with and where: limits count by them. */
  credential_id: string | null;
  network: Generated<string>;
  /** Since when a limit keeps the host out of the queue; of no meaning unless it is queued. */
  held_at: Date | null;
  /**
   * Not null where the host waits, out of the queue, until its credential may be presented again: with everybody (empty)
   * or with the caller named. Of no meaning unless it is queued.
   */
  waits_for: string | null;
  /** Since when it first had to wait so. */
  waiting_since: Date | null;
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
