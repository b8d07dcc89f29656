import type { HostScanJobRequest } from "@hostscan/client";
import type { Fetch } from "./observer/exchange.ts";

/** What a check may need besides an address and a token. */
const needs = [
  "other App token",
  "Admin token",
  "forbidden token",
  "expired token",
  "user",
  "known job",
  "known hosts",
  "credential",
  "scannable host",
  "unresponsive host",
  "unresponsive host by its address",
  "rate limit",
  "internal fault",
  "database outage",
] as const;
export type Need = (typeof needs)[number];

/** A fault that is in place until it is restored. */
export interface Fault {
  /** Reaches the faulty server, where it is another one than the target's. */
  readonly fetch?: Fetch;
  restore(): Promise<void>;
}

/**
 * A server to check, and what it lends the kit for that.
 *
 * What is not given is not checked, and reported as such. The kit schedules scans only of `hosts`, of
 * `scannable`, of `unresponsive`, and, given a `credentialId`, of made-up names under `.invalid` (RFC 6761).
 */
export interface Target {
  /** Address without the API's path. */
  readonly baseUrl: string;
  readonly fetch?: Fetch;
  /** How long an answer may take, in milliseconds; 60,000 unless set. A server that gives none is a finding. */
  readonly timeoutMs?: number;
  /** How long a scan may take, in milliseconds; 120,000 unless set. */
  readonly scanTimeoutMs?: number;
  readonly tokens: {
    /** Of a caller with the role App or Admin. */
    readonly app: string;
    /** Of another caller, with the role App. */
    readonly otherApp?: string;
    /** Of a caller with the role Admin. */
    readonly admin?: string;
    /** Of a caller whose role the API refuses. */
    readonly forbidden?: string;
    readonly expired?: string;
  };
  /** A user to sign in. */
  readonly user?: {
    readonly login: string;
    readonly password: string;
    /** A code of the second factor that was not used yet. */
    code(): string | Promise<string>;
  };
  /** Ids of two hosts or more. */
  readonly hosts?: readonly [string, string, ...string[]];
  readonly credentialId?: string;
  /** A host whose scan succeeds. */
  readonly scannable?: HostScanJobRequest;
  /** A host whose scan lasts until it is cancelled or runs into its deadline. */
  readonly unresponsive?: HostScanJobRequest;
  readonly faults?: {
    /** From here on every call gets 429. */
    readonly rateLimit?: () => Promise<Fault>;
    /** From here on every operation fails inside. */
    readonly internalFault?: () => Promise<Fault>;
    /** From here on the database is out of reach. */
    readonly databaseOutage?: () => Promise<Fault>;
  };
}

/** A job that was found on the server, and one of its hosts. */
export interface KnownJob {
  readonly jobId: string;
  readonly hostId: string;
}

/** How a server is reached: by a `fetch` of its own, on this machine, or on another one. */
export type Reached = "function" | "loopback" | "network";

export function reachedBy({ baseUrl, fetch }: Pick<Target, "baseUrl" | "fetch">): Reached {
  if (fetch !== undefined) return "function";
  const { hostname } = new URL(baseUrl);
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname) ? "loopback" : "network";
}

/** Which needs a target meets. A job is there, or can be scheduled, where something is lent to schedule one of. */
export function metNeeds(target: Target, job: KnownJob | undefined): ReadonlySet<Need> {
  const { hosts, credentialId, unresponsive } = target;
  const met: Record<Need, unknown> = {
    "other App token": target.tokens.otherApp,
    "Admin token": target.tokens.admin,
    "forbidden token": target.tokens.forbidden,
    "expired token": target.tokens.expired,
    user: target.user,
    "known job": job ?? hosts ?? credentialId,
    "known hosts": hosts,
    credential: credentialId,
    "scannable host": target.scannable,
    "unresponsive host": unresponsive,
    "unresponsive host by its address": unresponsive?.ipAddress,
    "rate limit": target.faults?.rateLimit,
    "internal fault": target.faults?.internalFault,
    "database outage": target.faults?.databaseOutage,
  };
  return new Set(needs.filter((need) => met[need]));
}
