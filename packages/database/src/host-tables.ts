import type {
  ActionFailureReason,
  ActionStatus,
  CertificateType,
  HostScanSection,
  SshTrustActionType,
} from "@hostscan/contract";
import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { TrustProtocol } from "./trust-tables.ts";

/** Set by the database when a row is made, never by the application. */
type CreatedAt = ColumnType<Date, never, never>;

/** The platforms that are scanned, by the names the API knows them by. */
export type PlatformName = "Linux" | "Cisco" | "Windows";

/** The statuses a host of a job can have. Of the contract's `ActionStatus`, the others belong to jobs or are unused. */
export type HostStatus =
  | typeof ActionStatus.Queued
  | typeof ActionStatus.Running
  | typeof ActionStatus.Complete
  | typeof ActionStatus.Failed
  | typeof ActionStatus.Cancelled;

/** The key of a host by one protocol. */
export interface TargetKey {
  /** What was trusted. */
  readonly pinned?: string;
  /** What a scan or a command pinned last. */
  readonly learnt?: string;
  /** How often one did. */
  readonly learnings: number;
}

/** What a job is to scan: all that requests had said of the host when it was scheduled. What none had said is absent. */
export interface ScheduledTarget {
  readonly address?: string;
  readonly port: number;
  readonly platform?: PlatformName;
  readonly credentialId?: string;
  readonly trustAction?: SshTrustActionType;
  readonly acceptFirstDiscovery?: boolean;
  readonly certificateType?: CertificateType;
  readonly keys?: Readonly<Partial<Record<TrustProtocol, TargetKey>>>;
  /** What the request wanted to be read beside the facts. */
  readonly sections?: readonly HostScanSection[];
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
  /** The job's status, noted some time after its last host has ended; until then it follows from its hosts. */
  ended_as: Generated<number | null>;
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
