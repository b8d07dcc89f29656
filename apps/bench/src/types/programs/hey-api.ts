import { createClient } from "../../generated/hey-api/client/index.js";
import {
  byHostIdMultipleAsync,
  cancelJob,
  get,
  getJobStatus,
  postListOfIdsAsync,
} from "../../generated/hey-api/index.js";

/** The program on the functions that hey-api generates. */
export async function scan(baseUrl: string, token: string, dnsHostName: string): Promise<string[]> {
  const call = { client: createClient({ baseUrl, auth: token }), throwOnError: true } as const;
  const { data: created } = await postListOfIdsAsync({ ...call, body: [{ dnsHostName }] });
  const hostScanJobId = created.id ?? "";
  const { data: job } = await getJobStatus({ ...call, path: { hostScanJobId } });
  const os = (job.hostScanHostStatus ?? []).map((host) => `${host.os} ${host.status}`);
  const body = [job.hostScanHostStatus?.[0]?.hostId ?? ""];
  const { data: again } = await byHostIdMultipleAsync({ ...call, body });
  await cancelJob({ ...call, path: { hostScanJobId: again[0]?.id ?? hostScanJobId } });
  const { data: list } = await get({ ...call, query: { limit: 10 } });
  for (const other of list) os.push(`${other.statusDescription}`);
  return os;
}
