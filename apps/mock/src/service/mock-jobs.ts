import type { OpenApiDocument } from "@hostscan/contract/document";
import { HostScanJobStatus, ValidatedHostScanJobRequest } from "@hostscan/contract/schemas";
import type { HostScanJobService, InvalidValue, Result } from "@hostscan/core";
import { InMemoryJobs } from "@hostscan/server/testing";
import { z } from "zod";
import type { DeclaredAnswers } from "../examples/declared-answers.ts";
import { exampleCredentials } from "../examples/example-credentials.ts";
import { type Job, jobsOf, success } from "../examples/successes.ts";
import { createMockAdministration } from "./mock-administration.ts";
import { createMockInventory } from "./mock-inventory.ts";

/**
 * The jobs of the document's examples. A call gets the example of its success, and nothing is kept: what was scheduled
 * or cancelled is not seen by the next call. An id is known where an example has it. What is not told here is as of
 * {@link InMemoryJobs} that nobody has scheduled anything of.
 */
export function createMockJobs(document: OpenApiDocument, answers: DeclaredAnswers): HostScanJobService {
  const listed = jobsOf(answers, "Get");
  const single = jobsOf(answers, "ByHostId");
  const several = jobsOf(answers, "ByHostIdMultipleAsync");
  const created = success(answers, "PostListOfIdsAsync", HostScanJobStatus);
  const mapped = success(answers, "ScheduleJobsByDnsHostNameMultipleAsync", HostScanJobStatus);
  const validated = success(answers, "ValidateImportedCsv", z.array(ValidatedHostScanJobRequest));
  // Where examples show a job in several states, it is as the list has it, so that reading agrees with listing.
  const reads = jobsOf(answers, "GetJobStatus", "GetJobStatusForHost");
  const known = [...listed, ...reads, ...single, ...several, created, mapped];
  const credentials = exampleCredentials(document);

  const wrongCredential = (path: string, id: string | undefined): InvalidValue[] =>
    id === undefined || credentials.has(id.toLowerCase())
      ? []
      : [{ path, message: `names no credential; the examples have ${list(credentials)}` }];

  const wrongHost = (path: string, id: string): InvalidValue => ({
    path,
    message: `${id} names no host; the examples scan ${list([...single, ...several].flatMap(hostIdsOf))}`,
  });

  return Object.assign(new InMemoryJobs(), createMockInventory(answers), createMockAdministration(answers), {
    async createJob(requests) {
      const wrong = requests.flatMap(({ credentialId }, index) =>
        wrongCredential(`/${index}/credentialId`, credentialId ?? undefined),
      );
      return unless(wrong, created);
    },
    validateImportedCsv: async () => ok(validated),
    async scanHost(hostId) {
      const job = [...single, ...several].find(scansOnly(hostId));
      return job ? ok(job) : invalid(`No host has the id ${hostId}.`, [wrongHost("hostId", hostId)]);
    },
    async scanHosts(hostIds) {
      const jobs = hostIds.map((id) => [...several, ...single].find(scansOnly(id)));
      const wrong = hostIds.flatMap((id, index) => (jobs[index] ? [] : [wrongHost(`/${index}`, id)]));
      const scheduled = jobs.filter((job) => job !== undefined);
      return unless(wrong, scheduled);
    },
    scanOrganizationalUnit: async (credentialId) =>
      unless(wrongCredential("credentialId", credentialId), mapped),
    cancelJob: async (jobId) => (known.some(isJob(jobId)) ? ok(undefined) : noJob(jobId, known)),
    listJobs: async ({ limit, after, status, hostId }) => {
      const fit = listed.filter(
        (job) =>
          (status === undefined || job.status === status) &&
          (hostId === undefined || hostIdsOf(job).includes(hostId.toLowerCase())),
      );
      return page(fit, limit, after);
    },
    async getJob(jobId) {
      const job = known.find(isJob(jobId));
      return job ? ok(job) : noJob(jobId, known);
    },
    async latestJobForHost(hostId) {
      const job = known.find((each) => hostIdsOf(each).includes(hostId.toLowerCase()));
      return job ? ok(job) : notFound(`No host scan job holds the host ${hostId}`, known.flatMap(hostIdsOf));
    },
  } satisfies Partial<HostScanJobService>);
}

function page(
  jobs: readonly Job[],
  limit: number,
  after: string | undefined,
): Result<{ jobs: Job[]; next?: string }> {
  const start = after === undefined ? 0 : jobs.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && start === 0) {
    return invalid("The request is invalid.", [{ path: "after", message: "is not a cursor of this list" }]);
  }
  const next = jobs.length > start + limit ? jobs[start + limit - 1]?.id : undefined;
  return ok({ jobs: jobs.slice(start, start + limit), ...(next && { next }) });
}

const isJob = (jobId: string) => (job: Job) => job.id === jobId.toLowerCase();

const hostIdsOf = (job: Job): string[] =>
  (job.hostScanHostStatus ?? []).flatMap(({ hostId }) => hostId ?? []);

const scansOnly = (hostId: string) => (job: Job) => hostIdsOf(job).join() === hostId.toLowerCase();

const list = (ids: Iterable<string>) => [...new Set(ids)].join(", ");

const ok = <T>(value: T): Result<T> => ({ ok: true, value });

const invalid = (detail: string, errors: readonly InvalidValue[]): Result<never> => ({
  ok: false,
  rejection: { kind: "invalid", detail, errors },
});

const unless = <T>(wrong: readonly InvalidValue[], value: T): Result<T> =>
  wrong.length > 0 ? invalid("The request is invalid.", wrong) : ok(value);

const notFound = (detail: string, there: Iterable<string>): Result<never> => ({
  ok: false,
  rejection: { kind: "not-found", detail: `${detail}; the examples have ${list(there)}.` },
});

const noJob = (jobId: string, known: readonly Job[]) =>
  notFound(
    `No host scan job has the id ${jobId}`,
    known.flatMap(({ id }) => id ?? []),
  );
