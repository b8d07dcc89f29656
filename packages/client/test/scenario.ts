import {
  ActionStatus,
  createHostScanClient,
  HostScanTimeoutError,
  isProblem,
  nameOf,
} from "@hostscan/client";
import { signIn } from "@hostscan/client/sign-in";

/** What a runtime makes of the scenario. */
export interface Report {
  /** How the runtime names itself. */
  readonly userAgent: string;
  readonly progress: readonly string[];
  readonly finished: string;
  readonly listed: number;
  readonly problem: number | string;
  readonly timeout: string;
  readonly aborted: string;
  readonly cancelled: string;
  /** What a client reads that signs in, which takes cookies. */
  readonly signedIn: string;
}

/** The host that the fixture never ends to scan. */
export const stuckHost = "stuck.example";

/** Creates a job, waits for it, lists, meets a problem, a timeout and an abort, cancels, and signs in. The same on every runtime. */
export async function runScenario(baseUrl: string): Promise<Report> {
  const client = createHostScanClient({ baseUrl, token: async () => "good" });

  const { id } = await client.createJob([{ dnsHostName: "web-1.example" }]);
  const progress: string[] = [];
  const onProgress = ({ status }: { status?: ActionStatus | null }) =>
    progress.push(nameOf(ActionStatus, status));
  const done = await client.waitFor(id, { onProgress });

  const stuck = await client.createJob([{ dnsHostName: stuckHost }]);
  const timeout = await outcome(client.waitFor(stuck.id, { timeoutMs: 300 }));
  const aborted = await outcome(client.getJob(id, { signal: AbortSignal.abort(new Error("enough")) }));
  await client.cancel(stuck.id);
  const cancelled = await client.getJob(stuck.id);

  let listed = 0;
  for await (const job of client.listJobs({ pageSize: 1 }))
    if (job.id === id || job.id === stuck.id) listed += 1;
  const problem = await client
    .getJob("00000000-0000-4000-8000-000000000000")
    .catch((error: unknown) => error);

  const token = signIn({ user: "admin", password: "p-1", code: () => "123456" });
  const signedIn = await createHostScanClient({ baseUrl, token }).getJob(id);

  return {
    userAgent: navigator.userAgent,
    progress,
    finished: nameOf(ActionStatus, done.status),
    listed,
    problem: isProblem(problem, 404) ? problem.status : String(problem),
    timeout: timeout instanceof HostScanTimeoutError ? timeout.name : String(timeout),
    aborted: String(aborted),
    cancelled: nameOf(ActionStatus, cancelled.status),
    signedIn: nameOf(ActionStatus, signedIn.status),
  };
}

const outcome = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
