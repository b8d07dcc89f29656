import { type Case, changed, testFaults } from "./faulty-service.ts";

const job = () => ({
  id: "9c711ab3-8fc1-4d66-88d4-08f85117f32e",
  status: 0 as const,
  hostScanHostStatus: [],
});

const cases: readonly Case[] = [
  {
    check: "CancelJob cancels a job that has not ended, and accepts it again",
    fault: "a job that goes on",
    port: () => ({ cancelJob: async () => ({ ok: true, value: undefined }) }),
    says: "not cancelled",
  },
  {
    check: "CancelJob refuses a job that has ended, and leaves its result",
    fault: "a result that is lost",
    port: (jobs) => {
      let cancelled = false;
      return {
        cancelJob(...call) {
          cancelled = true;
          return jobs.cancelJob(...call);
        },
        getJob: (...call) =>
          changed(jobs.getJob(...call), (job) => (cancelled ? { ...job, hostScanHostStatus: [] } : job)),
      };
    },
    says: "has changed",
  },
  {
    check: "Get lists no more jobs than asked for",
    fault: "a limit that is ignored",
    port: () => ({ listJobs: async () => ({ ok: true, value: { jobs: [job(), job()] } }) }),
    says: "is no list of at most 1 job",
  },
  {
    check: "Get leads from page to page, newest job first, and shows each job once",
    fault: "a page that comes again",
    port: ({ listJobs }) => {
      let pages = 0;
      return {
        listJobs: ({ after, limit }, context) =>
          listJobs(after === undefined || ++pages === 1 ? { limit } : { limit, after }, context),
      };
    },
    says: "was there before",
  },
  {
    check: "Get leads from page to page, newest job first, and shows each job once",
    fault: "the oldest job first",
    port: ({ listJobs }) => ({
      async listJobs(_page, context) {
        const all = await listJobs({ limit: 200 }, context);
        return changed(Promise.resolve(all), ({ jobs }) => ({ jobs: jobs.toReversed() }));
      },
    }),
    says: "is not newest first",
  },
  {
    check: "GetJobStatus reads a job, in whatever case its id is written",
    fault: "an id in the case it was asked in",
    port: ({ getJob }) => ({
      getJob: (id, context) => changed(getJob(id, context), (job) => ({ ...job, id })),
    }),
    says: "is ",
  },
  {
    check: "GetJobStatusForHost reads a job that holds the host",
    fault: "a job of another host",
    port: ({ latestJobForHost }) => ({
      latestJobForHost: (...call) =>
        changed(latestJobForHost(...call), (job) => ({ ...job, hostScanHostStatus: [] })),
    }),
    says: "does not hold",
  },
];

testFaults(cases);
