import {
  ActionStatus,
  createHostScanClient,
  type HostScanJob,
  HostScanProblem,
  isFinished,
  isProblem,
  nameOf,
} from "@hostscan/client";
import { signIn } from "@hostscan/client/sign-in";
import { validate } from "@hostscan/client/validate";

// A user's program: all of the client, and what must not compile. Copied into a project that has it installed.

const settings: { timeoutMs?: number; signal?: AbortSignal } = {};
const client = createHostScanClient({
  baseUrl: "http://127.0.0.1:1",
  token: signIn({ user: "u", password: "p", code: async () => "123456" }),
  validate,
  retries: 0,
});

export async function use(): Promise<string[]> {
  const names: string[] = [];
  const { id } = await client.createJob([{ dnsHostName: "a.example", sshTrustActionType: 2 }], settings);
  for await (const job of client.watch(id, settings)) names.push(nameOf(ActionStatus, job.status));
  for await (const job of client.listJobs({ pageSize: 5 })) if (isFinished(job.status)) names.push(job.id);
  const last: HostScanJob = await client.waitFor(id, { onProgress: (job) => names.push(job.id) });
  const { data, error } = await client.GET("/api/v1/HostScanJob/{hostScanJobId}", {
    params: { path: { hostScanJobId: last.id } },
  });
  if (data) names.push(data.statusDescription ?? "");
  else names.push(error.detail ?? "");
  // @ts-expect-error a problem has no data
  if (error) names.push(data.id);
  // @ts-expect-error not a value of SshTrustActionType
  await client.createJob([{ dnsHostName: "a.example", sshTrustActionType: 7 }]);
  // @ts-expect-error a host is named by a string
  await client.scanHost(1);
  return names;
}

const error: unknown = await use().catch((reason: unknown) => reason);
if (isProblem(error, 404)) error.status satisfies 404;
/** What becomes of it where no server is. */
export const outcome = [
  error instanceof HostScanProblem,
  error instanceof Error && error.name,
  ActionStatus.Running,
];
