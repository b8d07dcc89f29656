import type { InvalidValue, Result, SchedulingContext } from "@hostscan/core";
import { callerName, invalid } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import type { Transaction } from "kysely";
import { findCredentials, mayName } from "../credentials/usable-credential.ts";
import { refuseDenied, refuseKnownDenied } from "../hosts/denied-hosts.ts";
import { type ReadSettings, readHostSettings } from "../hosts/host-settings.ts";
import { onboardHosts } from "../hosts/onboard-hosts.ts";
import { readHosts } from "../hosts/read-hosts.ts";
import { notForCaller, resolveCredentials } from "../hosts/resolve-credentials.ts";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import { type HostScanJobStatus, onlyJob } from "./job-status.ts";
import { type JobStore, schedule } from "./schedule.ts";

/** Why a caller may not have hosts scanned with the credential of this id. */
async function credentialProblem(
  trx: Transaction<Database>,
  id: string,
  caller: string,
): Promise<string | undefined> {
  const [credential] = await findCredentials(trx, { ids: [id] });
  if (credential === undefined) return "names no credential";
  return mayName(credential, caller) ? undefined : notForCaller(caller);
}

/** Reads a name as a request that says no more than that, so that both find the same host. */
function readName(networks: ScanNetworks, dnsHostName: string, pointer: string): ReadSettings {
  const read = readHostSettings({ dnsHostName, source: "OuMapping" }, pointer);
  if ("errors" in read) return { errors: [{ path: pointer, message: "must be a DNS name" }] };
  const permitted = refuseDenied(networks, read, pointer);
  if ("settings" in permitted) return permitted;
  return { errors: permitted.errors.map(ofItem) };
}

/** An item of the body is a name, and has no members. */
function ofItem({ path, message }: InvalidValue): InvalidValue {
  return { path: path.replace(/^(\/\d+)\/.*$/, "$1"), message };
}

/** Of a known host this operation states nothing but a credential, where it has none. */
const FOREIGN = "names a host without a credential, and only its owner or an Admin may give it one";

/**
 * `ScheduleJobsByDnsHostNameMultipleAsync`: onboards the hosts of an organizational unit that are not known yet with
 * the credential, leaves the others the one they have, and schedules one job for them all.
 */
export async function scanOrganizationalUnit(
  store: JobStore,
  credentialId: string,
  dnsHostNames: readonly string[],
  context: SchedulingContext,
): Promise<Result<HostScanJobStatus>> {
  const id = credentialId.toLowerCase();
  const caller = callerName(context.caller);
  const { hosts, errors } = await readHosts(dnsHostNames, (name, pointer) =>
    readName(store.networks, name, pointer),
  );
  return schedule(store, {
    operation: "ScheduleJobsByDnsHostNameMultipleAsync",
    context,
    content: [id, ...dnsHostNames],
    asked: { jobs: 1, hosts: dnsHostNames.length },
    async findHosts(trx) {
      const message = await credentialProblem(trx, id, caller);
      if (message !== undefined) return invalid([{ path: "credentialId", message }, ...errors]);
      const placed = hosts.map(({ pointer, settings }) => ({
        pointer,
        settings: { ...settings, credentialId: id },
      }));
      const use = { caller: context.caller, precedence: "host" } as const;
      const { resolved, errors: unresolved } = await resolveCredentials(trx, placed, use);
      const all = [...errors, ...unresolved.map(ofItem)];
      if (all.length > 0) return invalid(all);
      const onboarded = await onboardHosts(trx, resolved, { precedence: "host", context });
      const foreign = onboarded.errors.map((error) => ({ ...ofItem(error), message: FOREIGN }));
      const refused = [...foreign, ...refuseKnownDenied(store.networks, onboarded.hosts, resolved)];
      return refused.length > 0 ? invalid(refused) : { ok: true, value: [onboarded.hosts] };
    },
    answer: onlyJob,
  });
}
