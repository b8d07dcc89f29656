import { ActionStatus, numberOf } from "./enumerations.ts";
import { rollUp } from "./generated/job-status.ts";
import type { HostScanHost, HostScanJob } from "./job.ts";
import { isObject } from "./json.ts";

/** What an NPS server (4.2) answers where one job is read: its records, of which this is what tells the status. */
interface JobGraph {
  readonly id: string;
  readonly hostScanJobHostJoin: readonly {
    readonly hostScanHostId: string;
    readonly hostScanHost?: Pick<HostScanHost, (typeof facts)[number]> | null;
    readonly actionQueue?: Pick<HostScanHost, (typeof state)[number]> | null;
  }[];
}

const facts = ["hostId", "name", "dnsHostName", "os", "ipAddress", "version"] as const;
const state = ["status", "statusDescription", "failureReason"] as const;

export function isGraph(body: unknown): body is JobGraph {
  const hosts = isObject(body) && body["hostScanJobHostJoin"];
  return Array.isArray(hosts) && hosts.every(isObject);
}

/** The job that a graph tells, as the contract has it. What else is in the graph, password hashes included, is dropped. */
export function jobOfGraph({ id, hostScanJobHostJoin }: JobGraph): HostScanJob {
  const hosts = hostScanJobHostJoin.map(({ hostScanHostId, hostScanHost, actionQueue }) => ({
    hostScanHostId,
    ...only(facts, hostScanHost),
    ...only(state, actionQueue),
  }));
  return {
    id,
    status: rollUp(hosts.map(({ status }) => numberOf(ActionStatus, status ?? ActionStatus.Queued))),
    hostScanHostStatus: hosts,
  };
}

function only<T extends object, K extends keyof T>(
  keys: readonly K[],
  from: T | null | undefined,
): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (isObject(from) && key in from) picked[key] = from[key];
  return picked;
}
