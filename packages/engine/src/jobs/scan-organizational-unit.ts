import type { Outcome, SchedulingContext } from "@hostscan/server";
import { sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import { refuseDenied, refuseKnownDenied } from "../hosts/denied-hosts.ts";
import { type ReadSettings, readHostSettings } from "../hosts/host-settings.ts";
import { onboardHosts } from "../hosts/onboard-hosts.ts";
import { readHosts } from "../hosts/read-hosts.ts";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import type { HostScanJobStatus } from "./job-status.ts";
import { invalid } from "./rejection.ts";
import { type JobStore, schedule } from "./schedule.ts";

async function isCredential(trx: Transaction<Database>, id: string): Promise<boolean> {
  // Locked so that it is not removed before the hosts refer to it.
  const { rows } = await sql`select id from credential where id = ${id} for key share`.execute(trx);
  return rows.length > 0;
}

/** Reads a name as a request that says no more than that, so that both find the same host. */
function readName(networks: ScanNetworks, dnsHostName: string, pointer: string): ReadSettings {
  const read = readHostSettings({ dnsHostName, source: "OuMapping" }, pointer);
  if ("errors" in read) return { errors: [{ path: pointer, message: "must be a DNS name" }] };
  const permitted = refuseDenied(networks, read, pointer);
  if ("settings" in permitted) return permitted;
  return { errors: permitted.errors.map((error) => ({ ...error, path: pointer })) };
}

/**
 * `ScheduleJobsByDnsHostNameMultipleAsync`: onboards the hosts of an organizational unit that are not known yet with
 * the credential, leaves the others the one they have, and schedules one job for them all.
 */
export async function scanOrganizationalUnit(
  store: JobStore,
  credentialId: string,
  dnsHostNames: readonly string[],
  context: SchedulingContext,
): Promise<Outcome<HostScanJobStatus>> {
  const id = credentialId.toLowerCase();
  const { hosts, errors } = await readHosts(dnsHostNames, (name, pointer) =>
    readName(store.networks, name, pointer),
  );
  return schedule(store, {
    operation: "ScheduleJobsByDnsHostNameMultipleAsync",
    context,
    content: [id, ...dnsHostNames],
    async findHosts(trx) {
      if (!(await isCredential(trx, id))) {
        return invalid([{ path: "credentialId", message: "names no credential" }, ...errors]);
      }
      if (errors.length > 0) return invalid(errors);
      const settings = hosts.map((host) => ({ ...host.settings, credentialId: id }));
      const onboarding = { precedence: "host", subject: context.caller.subject } as const;
      const onboarded = await onboardHosts(trx, settings, onboarding);
      const denied = refuseKnownDenied(store.networks, onboarded, settings);
      return denied.length > 0 ? invalid(denied) : { ok: true, value: [onboarded] };
    },
    answer: ([job]) => ({ ...job }),
  });
}
