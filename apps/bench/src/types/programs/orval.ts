import {
  byHostIdMultipleAsync,
  cancelJob,
  get,
  getJobStatus,
  postListOfIdsAsync,
} from "../../generated/orval/index.js";
import { server } from "../../generated/orval/server.js";

/** The program on the functions that Orval generates. */
export async function scan(baseUrl: string, token: string, dnsHostName: string): Promise<string[]> {
  server.origin = baseUrl;
  const options = { headers: { Authorization: `Bearer ${token}` } };
  const created = await postListOfIdsAsync([{ dnsHostName }], options);
  if (created.status !== 200) throw new Error(created.data.detail ?? "");
  const id = created.data.id ?? "";
  const job = await getJobStatus(id, options);
  if (job.status !== 200) throw new Error(job.data.detail ?? "");
  const os = (job.data.hostScanHostStatus ?? []).map((host) => `${host.os} ${host.status}`);
  const again = await byHostIdMultipleAsync([job.data.hostScanHostStatus?.[0]?.hostId ?? ""], options);
  if (again.status !== 200) throw new Error(again.data.detail ?? "");
  const cancelled = await cancelJob(again.data[0]?.id ?? id, options);
  if (cancelled.status !== 202) throw new Error(cancelled.data.detail ?? "");
  const list = await get({ limit: 10 }, options);
  if (list.status !== 200) throw new Error(list.data.detail ?? "");
  for (const other of list.data) os.push(`${other.statusDescription}`);
  return os;
}
