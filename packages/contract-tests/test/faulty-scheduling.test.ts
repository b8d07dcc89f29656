import { ActionStatus } from "@hostscan/contract";
import { type Case, changed, refusal, reversed, testFaults } from "./faulty-service.ts";
import { credentialId } from "./in-memory-jobs.ts";

const cases: readonly Case[] = [
  {
    check: "PostListOfIdsAsync schedules one job for all hosts, in the order given",
    fault: "hosts in another order",
    port: ({ createJob }) => ({ createJob: (...call) => changed(createJob(...call), reversed) }),
    says: "is in another order",
  },
  {
    check: "PostListOfIdsAsync schedules one job for all hosts, in the order given",
    fault: "a job without hosts",
    port: ({ createJob }) => ({
      createJob: (...call) => changed(createJob(...call), (job) => ({ ...job, hostScanHostStatus: null })),
    }),
    says: "names no host",
  },
  {
    check: "PostListOfIdsAsync schedules one job for all hosts, in the order given",
    fault: "a job without an id",
    port: ({ createJob }) => ({
      createJob: (...call) => changed(createJob(...call), (job) => ({ ...job, id: "" })),
    }),
    says: "The body is not what the contract says",
  },
  {
    check: "PostListOfIdsAsync schedules one job for all hosts, in the order given",
    fault: "another job read back",
    port: ({ getJob }) => ({
      getJob: (...call) => changed(getJob(...call), (job) => ({ ...job, id: credentialId })),
    }),
    says: `is ${credentialId}`,
  },
  {
    check: "PostListOfIdsAsync finds a host again by its name, whatever its case",
    fault: "a new host each time",
    port: ({ createJob }) => ({
      createJob: (...call) =>
        changed(createJob(...call), (job) => ({
          ...job,
          hostScanHostStatus: [{ hostId: crypto.randomUUID() }],
        })),
    }),
    says: "before",
  },
  {
    check: "PostListOfIdsAsync refuses a host that is named twice",
    fault: "a refusal that names nothing",
    port: () => ({ createJob: refusal }),
    says: "names [], not /1",
  },
  {
    check: "PostListOfIdsAsync lets another App scan a host, and refuses what it states otherwise",
    fault: "hosts that anybody changes",
    port: ({ createJob }) => ({
      createJob: (requests, context) =>
        createJob(requests, { ...context, caller: { ...context.caller, subject: "anybody" } }),
    }),
    says: "should be 400",
  },
  {
    check: "PostListOfIdsAsync lets another App scan a host, and refuses what it states otherwise",
    fault: "hosts that their owners alone may name",
    port: ({ createJob }) => ({
      createJob: (requests, context) =>
        context.caller.subject === "other-token" ? refusal() : createJob(requests, context),
    }),
    says: "names [], not /1/sshTrustActionType",
  },
  {
    check: "PostListOfIdsAsync lets another App scan a host, and refuses what it states otherwise",
    fault: "a host of each caller's own",
    port: ({ createJob }) => ({
      createJob: async (requests, context) => {
        const answered = createJob(requests, context);
        if (context.caller.subject !== "other-token") return answered;
        return changed(answered, (job) => ({ ...job, hostScanHostStatus: [{ hostId: credentialId }] }));
      },
    }),
    says: `is ${credentialId}, not`,
  },
  {
    check: "PostListOfIdsAsync scans a host and answers its operating system",
    fault: "a scan that fails",
    port: ({ getJob }) => ({
      getJob: (...call) => changed(getJob(...call), (job) => ({ ...job, status: ActionStatus.Failed })),
    }),
    says: `is ${ActionStatus.Failed}`,
  },
  {
    check: "PostListOfIdsAsync scans a host and answers its operating system",
    fault: "a scan without result",
    port: ({ getJob }) => ({
      getJob: (...call) =>
        changed(getJob(...call), (job) => ({ ...job, hostScanHostStatus: [{ os: null }] })),
    }),
    says: "is missing",
  },
  {
    check: "ByHostId schedules a job for the host, which is then its newest",
    fault: "a job for another host",
    port: ({ scanHost }) => ({
      scanHost: (...call) =>
        changed(scanHost(...call), (job) => ({ ...job, hostScanHostStatus: [{ hostId: credentialId }] })),
    }),
    says: `is of ${credentialId}`,
  },
  {
    check: "ByHostId schedules a job for the host, which is then its newest",
    fault: "an older job as the newest",
    port: ({ latestJobForHost }) => ({
      latestJobForHost: (...call) =>
        changed(latestJobForHost(...call), (job) => ({ ...job, id: credentialId })),
    }),
    says: "but the newest job is",
  },
  {
    check: "ByHostId refuses a host that nobody has",
    fault: "a refusal that does not say which",
    port: () => ({ scanHost: refusal }),
    says: "does not mention",
  },
  {
    check: "ValidateImportedCsv answers every row, in the order given, with what is wrong with it",
    fault: "rows in another order",
    port: ({ validateImportedCsv }) => ({
      validateImportedCsv: (...call) =>
        changed(validateImportedCsv(...call), (answer) => answer.toReversed()),
    }),
    says: "is of other rows",
  },
  {
    check: "ValidateImportedCsv answers every row, in the order given, with what is wrong with it",
    fault: "no errors",
    port: ({ validateImportedCsv }) => ({
      validateImportedCsv: (...call) =>
        changed(validateImportedCsv(...call), (answer) =>
          answer.map((row) => ({ ...row, credentialNameError: null })),
        ),
    }),
    says: "tells nothing",
  },
  {
    check: "ByHostIdMultipleAsync schedules one job per host, in the order given",
    fault: "jobs in another order",
    port: ({ scanHosts }) => ({
      scanHosts: (...call) => changed(scanHosts(...call), (jobs) => jobs.toReversed()),
    }),
    says: "is for",
  },
  {
    check: "ByHostIdMultipleAsync schedules one job per host, in the order given",
    fault: "the same job for each",
    port: ({ scanHosts }) => ({
      scanHosts: (...call) =>
        changed(scanHosts(...call), (jobs) => jobs.map((job) => ({ ...job, id: credentialId }))),
    }),
    says: "holds 1 jobs for 2 hosts",
  },
  {
    check: "ByHostIdMultipleAsync schedules nothing where one host is not known, and names it",
    fault: "a refusal that schedules the known ones",
    port: ({ scanHost, scanHosts }) => ({
      async scanHosts(ids, context) {
        for (const id of ids) await scanHost(id, context);
        return scanHosts(ids, context);
      },
    }),
    says: "a refused call has scheduled a job",
  },
  {
    check: "ScheduleJobsByDnsHostNameMultipleAsync onboards hosts under the credential and schedules one job",
    fault: "hosts in another order",
    port: ({ scanOrganizationalUnit }) => ({
      scanOrganizationalUnit: (...call) => changed(scanOrganizationalUnit(...call), reversed),
    }),
    says: ", not ou-b",
  },
  {
    check: "ByHostId gives the very same answer to a repeated Idempotency-Key",
    fault: "keys that are ignored",
    port: ({ scanHost }) => ({
      scanHost: (id, { caller, requestId }) => scanHost(id, { caller, requestId }),
    }),
    says: "differs for the same key",
  },
  {
    check: "ByHostId refuses an Idempotency-Key that was used for other content",
    fault: "keys that are ignored",
    port: ({ scanHost }) => ({
      scanHost: (id, { caller, requestId }) => scanHost(id, { caller, requestId }),
    }),
    says: "should be 409",
  },
];

testFaults(cases);
