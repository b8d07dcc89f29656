import type { InvalidValue, Result, SchedulingContext } from "@hostscan/core";
import { callerName, invalid } from "@hostscan/core";
import type { Database, Host } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import { findCredentials, mayName } from "../credentials/usable-credential.ts";
import { deniedAddress } from "../hosts/denied-hosts.ts";
import { type HostSnapshot, snapshotColumns } from "../hosts/host-snapshot.ts";
import { refuseRepeatedHosts } from "../hosts/repeated-hosts.ts";
import { scopeProblem } from "../hosts/scope-problem.ts";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import { type HostScanJobStatus, onlyJob } from "./job-status.ts";
import { type JobStore, schedule } from "./schedule.ts";

/** A host that can be scanned by its id, or what keeps it from that. */
type Found = { readonly host: HostSnapshot } | { readonly message: string; readonly detail: string };

/** A known host, and what decides with which credential and where it is scanned. */
interface KnownHost extends HostSnapshot, Pick<Host, "credential_id" | "ssh_port" | "platform"> {}

/**
 * Known hosts as they are to be scanned for a caller, in the order of their ids, or why one cannot be. Without a caller
 * it is not asked who may name a credential.
 */
export async function findHosts(
  trx: Transaction<Database>,
  networks: ScanNetworks,
  ids: readonly string[],
  caller: string | null,
): Promise<Found[]> {
  // Locked so that none is removed before the job refers to it, in the order in which hosts are removed.
  const { rows } = await sql<KnownHost>`
    select ${snapshotColumns}, host.credential_id, host.ssh_port, host.platform
    from host where id = any (${ids}::uuid[]) order by identity collate "C" for key share`.execute(trx);
  const known = new Map(rows.map((row) => [row.id, row]));
  const used = new Set(rows.flatMap(({ credential_id }) => credential_id ?? []));
  const credentials = await findCredentials(trx, { ids: [...used] });
  const byId = new Map(credentials.map((credential) => [credential.id, credential]));
  return ids.map((id): Found => {
    const host = known.get(id);
    if (host === undefined) return { message: `names no host: ${id}`, detail: `No host has the id ${id}.` };
    const credential = byId.get(host.credential_id ?? "");
    if (credential === undefined) {
      return {
        message: `names a host without a credential: ${id}`,
        detail: `The host ${id} has no credential.`,
      };
    }
    if (caller !== null && !mayName(credential, caller)) {
      return {
        message: `names a host whose credential ${caller} may not use: ${id}`,
        detail: `The host ${id} has a credential that ${caller} may not use.`,
      };
    }
    const outside = scopeProblem(credential, {
      dnsHostName: host.dns_host_name,
      ipAddress: host.target_address,
      sshPort: host.ssh_port,
      platform: host.platform,
    });
    if (outside !== undefined) {
      return {
        message: `names a host outside the scope of its credential ${credential.name}: ${id}`,
        detail: `The host ${id} is outside the scope of its credential ${credential.name}.`,
      };
    }
    const denied = deniedAddress(networks, host);
    if (denied === undefined) return { host };
    return {
      message: `names a host whose address may not be scanned: ${id}`,
      detail: `The host ${id} may not be scanned at ${denied}.`,
    };
  });
}

/** `ByHostIdMultipleAsync`: schedules one job per known host, in the order given. */
export function scanHosts(
  store: JobStore,
  hostIds: readonly string[],
  context: SchedulingContext,
): Promise<Result<HostScanJobStatus[]>> {
  const ids = hostIds.map((id) => id.toLowerCase());
  return schedule(store, {
    operation: "ByHostIdMultipleAsync",
    context,
    content: ids,
    asked: { jobs: ids.length, hosts: ids.length },
    async findHosts(trx) {
      const errors: InvalidValue[] = refuseRepeatedHosts(
        ids.map((host, index) => ({ pointer: `/${index}`, host })),
      );
      const jobs: HostSnapshot[][] = [];
      for (const [index, found] of (
        await findHosts(trx, store.networks, ids, callerName(context.caller))
      ).entries()) {
        if ("host" in found) jobs.push([found.host]);
        else errors.push({ path: `/${index}`, message: found.message });
      }
      return errors.length > 0 ? invalid(errors) : { ok: true, value: jobs };
    },
    answer: (jobs) => jobs,
  });
}

/** `ByHostId`: schedules a job for one known host. */
export function scanHost(
  store: JobStore,
  hostId: string,
  context: SchedulingContext,
): Promise<Result<HostScanJobStatus>> {
  const id = hostId.toLowerCase();
  return schedule(store, {
    operation: "ByHostId",
    context,
    content: [id],
    asked: { jobs: 1, hosts: 1 },
    async findHosts(trx) {
      const hosts: HostSnapshot[] = [];
      for (const found of await findHosts(trx, store.networks, [id], callerName(context.caller))) {
        if ("detail" in found) return invalid([{ path: "hostId", message: found.message }], found.detail);
        hosts.push(found.host);
      }
      return { ok: true, value: [hosts] };
    },
    answer: onlyJob,
  });
}
