import { createHostScanClient } from "@hostscan/client";

/** The program by method and path, on the client. */
export async function scan(baseUrl: string, token: string, dnsHostName: string): Promise<string[]> {
  const raw = createHostScanClient({ baseUrl, token });
  const created = await raw.POST("/api/v1/HostScanJob", { body: [{ dnsHostName }] });
  const hostScanJobId = created.data?.id ?? "";
  const path = { hostScanJobId };
  const job = await raw.GET("/api/v1/HostScanJob/{hostScanJobId}", { params: { path } });
  const os = (job.data?.hostScanHostStatus ?? []).map((host) => `${host.os} ${host.status}`);
  const body = [job.data?.hostScanHostStatus?.[0]?.hostId ?? ""];
  const again = await raw.POST("/api/v1/HostScanJob/ByHostIdMultiple", { body });
  await raw.DELETE("/api/v1/HostScanJob/{hostScanJobId}", {
    params: { path: { hostScanJobId: again.data?.[0]?.id ?? hostScanJobId } },
  });
  const list = await raw.GET("/api/v1/HostScanJob", { params: { query: { limit: 10 } } });
  for (const other of list.data ?? []) os.push(`${other.statusDescription}`);
  return os;
}
