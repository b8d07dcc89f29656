import type { components } from "@hostscan/contract";
import type { Result, SchedulingContext } from "@hostscan/core";
import { invalid } from "@hostscan/core";
import { refuseDenied, refuseKnownDenied } from "../hosts/denied-hosts.ts";
import { readHostSettings } from "../hosts/host-settings.ts";
import { onboardHosts } from "../hosts/onboard-hosts.ts";
import { readHosts } from "../hosts/read-hosts.ts";
import { resolveCredentials } from "../hosts/resolve-credentials.ts";
import { type HostScanJobStatus, onlyJob } from "./job-status.ts";
import { type JobStore, schedule } from "./schedule.ts";

/** `PostListOfIdsAsync`: onboards the hosts, or finds those already known, and schedules one job for them all. */
export async function createJob(
  store: JobStore,
  requests: readonly components["schemas"]["HostScanJobRequest"][],
  context: SchedulingContext,
): Promise<Result<HostScanJobStatus>> {
  const read = await readHosts(requests, (request, pointer) =>
    refuseDenied(store.networks, readHostSettings(request, pointer), pointer),
  );
  return schedule(store, {
    operation: "PostListOfIdsAsync",
    context,
    content: requests,
    asked: { jobs: 1, hosts: requests.length },
    async findHosts(trx) {
      const { resolved, errors } = await resolveCredentials(trx, read.hosts, {
        caller: context.caller,
        precedence: "request",
      });
      if (read.errors.length + errors.length > 0) return invalid([...read.errors, ...errors]);
      const onboarded = await onboardHosts(trx, resolved, { precedence: "request", context });
      const denied = refuseKnownDenied(store.networks, onboarded.hosts, resolved);
      const refused = [...onboarded.errors, ...denied];
      return refused.length > 0 ? invalid(refused) : { ok: true, value: [onboarded.hosts] };
    },
    answer: onlyJob,
  });
}
