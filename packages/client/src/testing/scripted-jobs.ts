import type { HttpHandler } from "msw";
import { ActionFailureReason, ActionStatus, nameOf } from "../enumerations.ts";
import { isFinished } from "../finished.ts";
import { rollUp } from "../generated/job-status.ts";
import type { components } from "../generated/types.ts";
import { type Answer, hostScanHandlers } from "./handlers.ts";

type Host = components["schemas"]["HostScanHostStatus"];
type Job = components["schemas"]["HostScanJobStatus"] & { readonly hostScanHostStatus: Host[] };
type Fact = Pick<Host, "hostId" | "dnsHostName" | "ipAddress">;

export interface ScriptedJobsOptions {
  /** The client's; any server's where absent. */
  readonly baseUrl?: string | undefined;
  /** What the reads of a job show before its end; `Queued`, then `Running` unless set. None: the first read shows the end. */
  readonly steps?: readonly ActionStatus[] | undefined;
  /** Why hosts fail, by DNS name, address or id. All others are scanned. */
  readonly failures?: Readonly<Record<string, ActionFailureReason>> | undefined;
}

/** Jobs that go on with each time they are read. */
export interface ScriptedJobs {
  /** For every operation: `setupServer(...scripted.handlers)`. */
  readonly handlers: HttpHandler[];
  /** The jobs that were scheduled, newest first, as they were last shown. */
  readonly jobs: readonly Job[];
}

interface Scripted {
  shown: Job;
  /** How often it was read. */
  reads: number;
}

const found = { os: "Debian GNU/Linux", version: "12" };

/**
 * A service for unit tests: what is scheduled becomes a job, and each read of a job shows its next step, `Queued`,
 * `Running`, and then its end. No time has to pass for that.
 *
 * A list shows jobs as they were last shown, all on one page. An `Idempotency-Key` that comes again gets the same jobs.
 */
export function scriptedJobs(options: ScriptedJobsOptions = {}): ScriptedJobs {
  const { steps = [ActionStatus.Queued, ActionStatus.Running], failures = {} } = options;
  const api = hostScanHandlers(options.baseUrl);
  const scripted: Scripted[] = [];
  const keyed = new Map<string, Job>();

  function schedule(hosts: readonly Fact[]): Job {
    const id = idOf(1, scripted.length + 1);
    const rows = hosts.map((host, index) => ({
      ...{
        hostScanHostId: idOf(2, scripted.length * 10_000 + index + 1),
        hostId: idOf(3, index + 1),
        name: null,
      },
      ...{ dnsHostName: null, os: null, ipAddress: null, version: null, ...host },
      ...standing(ActionStatus.Queued),
      failureReason: ActionFailureReason.NoError,
    }));
    const shown = { id, ...standing(ActionStatus.Queued), hostScanHostStatus: rows };
    scripted.unshift({ shown, reads: 0 });
    return shown;
  }

  /** Schedules once for each key; `index` tells the jobs of one call apart. */
  function once(headers: Headers, hosts: readonly Fact[], index = 0): Job {
    const key = headers.get("Idempotency-Key");
    const job = keyed.get(`${key} ${index}`) ?? schedule(hosts);
    if (key !== null) keyed.set(`${key} ${index}`, job);
    return job;
  }

  function read(job: Scripted | undefined): Answer<"GetJobStatus"> {
    if (!job) return notFound;
    if (!isFinished(job.shown.status)) job.shown = next(job.shown, steps[job.reads++], failures);
    return { status: 200, body: job.shown };
  }

  const byId = (id: string) => scripted.find(({ shown }) => shown.id === id.toLowerCase());
  const byHost = (id: string) =>
    scripted.find(({ shown }) => shown.hostScanHostStatus.some(({ hostId }) => hostId === id));

  return {
    get jobs() {
      return scripted.map(({ shown }) => shown);
    },
    handlers: [
      api.PostListOfIdsAsync(({ body, headers }) => ({ status: 200, body: once(headers, body.map(factOf)) })),
      api.ByHostIdMultipleAsync(({ body, headers }) => ({
        status: 200,
        body: body.map((hostId, index) => once(headers, [{ hostId }], index)),
      })),
      api.ScheduleJobsByDnsHostNameMultipleAsync(({ body, headers }) => ({
        status: 200,
        body: once(
          headers,
          body.map((dnsHostName) => ({ dnsHostName })),
        ),
      })),
      api.ValidateImportedCsv(({ body }) => ({ status: 200, body: body.map(rowOf) })),
      api.ByHostId(({ params, headers }) => ({
        status: 200,
        body: once(headers, [{ hostId: params.hostId }]),
      })),
      api.GetJobStatusForHost(({ params }) => read(byHost(params.hostId))),
      api.GetJobStatus(({ params }) => read(byId(params.hostScanJobId))),
      api.CancelJob(({ params }) => {
        const job = byId(params.hostScanJobId);
        if (!job) return notFound;
        if (job.shown.status === ActionStatus.Cancelled) return { status: 202 };
        if (isFinished(job.shown.status)) return ended;
        job.shown = next(job.shown, ActionStatus.Cancelled, failures);
        return { status: 202 };
      }),
      api.Get(() => ({ status: 200, body: scripted.map(({ shown }) => shown) })),
      // Of what is on hosts, nothing is known.
      ...[api.GetHosts, api.GetUsers, api.GetChanges, api.GetAwaitingTrust, api.GetCredentials].map((list) =>
        list({ status: 200, body: [] }),
      ),
      api.GetHost(noHost),
      ...[
        ...[api.GetHostUsers, api.GetHostGroups, api.GetHostServices],
        ...[api.GetHostScheduledTasks, api.GetHostFeatures],
      ].map((list) => list(noHost)),
      // Nor is there a credential, or a key that awaits trust.
      api.AddCredential(adminsOnly),
      api.GetCredential(adminsOnly),
      api.RemoveCredential(adminsOnly),
      api.ChangeCredentialSecret(adminsOnly),
      api.ChangeCredentialScope(adminsOnly),
      api.ResumeCredential(adminsOnly),
      api.TrustHosts(adminsOnly),
      api.ReviewTrust(adminsOnly),
      api.TrustReviewed(adminsOnly),
      api.TrustKnownHosts(adminsOnly),
      api.SigninBody({ status: 200, body: "first-step" }),
      api.Signin2fa({ status: 200, body: "signed-in" }),
      api.Sigin2fa({ status: 200, body: "signed-in" }),
    ],
  };
}

const notFound = {
  status: 404,
  body: { title: "Not found", status: 404, detail: "There is no such job." },
} as const;
const adminsOnly = {
  status: 403,
  body: { title: "Forbidden", status: 403, detail: "The call needs Admin." },
} as const;
const noHost = {
  status: 404,
  body: { title: "Not found", status: 404, detail: "There is no such host." },
} as const;
const ended = {
  status: 400,
  body: { title: "Bad request", status: 400, detail: "The job has already ended." },
} as const;

/** A GUID that is the same in every run. */
const idOf = (kind: number, number: number): string =>
  `00000000-0000-4000-800${kind}-${number.toString(16).padStart(12, "0")}`;

const factOf = ({
  dnsHostName = null,
  ipAddress = null,
}: components["schemas"]["HostScanJobRequest"]): Fact => ({
  dnsHostName,
  ipAddress,
});

const rowOf = ({ credentialName = null, ...row }: components["schemas"]["HostScanJobRequest"]) => ({
  ...factOf(row),
  credentialName,
});

const standing = (status: ActionStatus) => ({
  status,
  statusDescription: `${nameOf(ActionStatus, status)}.`,
});

/** The job at a step; at its end where there is none. */
function next(
  job: Job,
  step: ActionStatus | undefined,
  failures: NonNullable<ScriptedJobsOptions["failures"]>,
): Job {
  const hosts = job.hostScanHostStatus.map((host) => {
    if (step !== undefined) return { ...host, ...standing(step) };
    const reasons = [host.dnsHostName, host.ipAddress, host.hostId].map((name) => failures[`${name}`]);
    const failureReason = reasons.find((reason) => reason !== undefined);
    if (failureReason === undefined) return { ...host, ...found, ...standing(ActionStatus.Complete) };
    const statusDescription = `Failed: ${nameOf(ActionFailureReason, failureReason)}.`;
    return { ...host, ...standing(ActionStatus.Failed), failureReason, statusDescription };
  });
  return {
    ...job,
    ...standing(step ?? rollUp(hosts.map(({ status }) => status))),
    hostScanHostStatus: hosts,
  };
}
