import { createHostScanClient, type HostScanJobRequest } from "@hostscan/client";
import { createServer } from "@hostscan/server";
import type { BenchEngine } from "../engine/engine-process.ts";

/**
 * Has hosts scanned as a client would. Resolves to the seconds from the call to the last result; the client may see
 * that one only a while later. @throws Error unless every host was scanned
 */
export async function runJob(
  { db, jobs, tokenVerifier: tokens, signIn, token }: BenchEngine,
  hosts: readonly Pick<HostScanJobRequest, "ipAddress" | "sshPort" | "credentialName">[],
): Promise<number> {
  const app = createServer({ jobs, tokens, signIn });
  const client = createHostScanClient({
    baseUrl: "http://127.0.0.1",
    token,
    fetch: async (request) => app.fetch(request),
  });
  const requests = hosts.map((host) => ({
    ...host,
    platformName: "Linux",
    acceptThumbprintOnFirstDiscovery: true,
  }));
  const startedAt = Date.now();
  const job = await client.createJob(requests);
  const { status, hostScanHostStatus } = await client.waitFor(job.id);
  if (status !== 2) throw new Error(JSON.stringify(hostScanHostStatus?.find((host) => host.status !== 2)));
  const { last } = await db
    .selectFrom("host_scan_host")
    .select((of) => of.fn.max("finished_at").as("last"))
    .where("job_id", "=", job.id)
    .executeTakeFirstOrThrow();
  return (Number(last) - startedAt) / 1_000;
}
