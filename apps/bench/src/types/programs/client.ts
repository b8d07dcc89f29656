import { createHostScanClient } from "@hostscan/client";

/** A program on the client's methods. */
export async function scan(baseUrl: string, token: string, dnsHostName: string): Promise<string[]> {
  const client = createHostScanClient({ baseUrl, token });
  const { id } = await client.createJob([{ dnsHostName }]);
  const job = await client.getJob(id);
  const os = (job.hostScanHostStatus ?? []).map((host) => `${host.os} ${host.status}`);
  const [again] = await client.scanHosts([job.hostScanHostStatus?.[0]?.hostId ?? ""]);
  await client.cancel(again?.id ?? id);
  for await (const other of client.listJobs({ pageSize: 10 })) os.push(`${other.statusDescription}`);
  return os;
}
