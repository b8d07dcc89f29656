import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { isFinal } from "@hostscan/contract/job-status";
import type { CallContext, HostRequest, Result } from "@hostscan/core";
import { InMemoryJobs, type Job, type Onboarder, type ScanRecord } from "@hostscan/server/testing";
import { eachHost, eachJob, jobOf, model } from "./jobs.ts";
import { type BrokenPromise, breaks, changing } from "./mutant.ts";

const { Queued, Running, Complete, Failed, Cancelled, CompletedWithErrors } = ActionStatus;

/** Sums up the hosts of a job otherwise. */
const sums = (change: (status: ActionStatus, of: readonly ActionStatus[]) => ActionStatus) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        protected override statusOf(job: Job) {
          return change(
            super.statusOf(job),
            job.records.map(({ status }) => status),
          );
        }
      })(),
  );

/** Ends scans otherwise. */
const ends = (change: (record: ScanRecord) => void) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        protected override tick() {
          const before = new Map(
            this.jobs.flatMap(({ records }) => records.map((each) => [each, each.status] as const)),
          );
          super.tick();
          for (const [record, status] of before)
            if (!isFinal(status) && isFinal(record.status)) change(record);
        }
      })(),
  );

const untrusted = (record: ScanRecord, action: number) =>
  record.settings.sshTrustActionType === action &&
  record.settings.trustedThumbprint?.includes("AAAA") === true;

const complete = {
  status: Complete,
  failureReason: ActionFailureReason.NoError,
  result: { name: "h", os: "o", version: "1" },
};
const failed = { status: Failed, failureReason: ActionFailureReason.FailedToConnect };

const cancelling = (
  cancel: (
    model: InMemoryJobs & { readonly jobs: Job[] },
    jobId: string,
    go: () => Promise<Result<void>>,
  ) => Promise<Result<void>>,
) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        override cancelJob(jobId: string, context: CallContext) {
          return cancel(this, jobId, () => super.cancelJob(jobId, context));
        }
      })(),
  );
const done: Result<void> = { ok: true, value: undefined };

export const brokenStatus: readonly BrokenPromise[] = [
  ...breaks("job-scans-what-was-scheduled", {
    "what waits takes what is said later": model(
      () =>
        new (class extends InMemoryJobs {
          override onboard(request: HostRequest, caller: Onboarder) {
            const host = super.onboard(request, caller);
            for (const record of this.jobs.flatMap(({ records }) => records))
              if (record.host === host && record.status === ActionStatus.Queued)
                Object.assign(record, { settings: host.settings });
            return host;
          }
        })(),
    ),
  }),
  ...breaks("status-of-a-job", {
    "complete with both kinds of ends": sums((status) =>
      status === CompletedWithErrors ? Complete : status,
    ),
    "failed with both kinds of ends": sums((status) => (status === CompletedWithErrors ? Failed : status)),
    "ended once one host has": sums((status, of) =>
      status === Running && of.some(isFinal) ? Complete : status,
    ),
    "waiting although some have ended": sums((status, of) =>
      of.some(isFinal) && of.includes(Running) ? Queued : status,
    ),
    "complete with errors where all have failed": sums((status) =>
      status === Failed ? CompletedWithErrors : status,
    ),
    "cancelled only where all are": sums((status, of) =>
      status === Cancelled && of.includes(Complete) ? CompletedWithErrors : status,
    ),
    "failed where a host failed and others were cancelled": sums((status, of) =>
      status === Cancelled && of.includes(Failed) ? Failed : status,
    ),
  }),
  ...breaks("reserved-statuses", {
    pending: eachJob((job) => (job["status"] === 0 ? { ...job, status: 10 } : job)),
  }),
  ...breaks("full-stop", {
    none: eachJob((job) => ({
      ...job,
      statusDescription: String(job["statusDescription"]).replace(".", ""),
    })),
  }),
  ...breaks("reasons-of-host-scans", {
    "no such name": eachHost((host) => (host["failureReason"] ? { ...host, failureReason: 8 } : host)),
  }),
  ...breaks("no-error", {
    "unknown while nothing has failed": eachHost((host) => ({
      ...host,
      failureReason: host["failureReason"] || 1,
    })),
  }),
  ...breaks("failed-tells-why", { nothing: eachHost((host) => ({ ...host, failureReason: 0 })) }),
  ...breaks("name-does-not-resolve", {
    "as one that is not reached": eachHost((host) =>
      host["failureReason"] === 10 ? { ...host, failureReason: 11 } : host,
    ),
  }),
  ...breaks("scan-tells", { "no version": eachHost((host) => ({ ...host, version: null })) }),
  ...breaks("trust-error", {
    "scans it all the same": ends((record) => untrusted(record, 2) && Object.assign(record, complete)),
  }),
  ...breaks("trust-warn", {
    "does not scan it": ends((record) => untrusted(record, 1) && Object.assign(record, failed)),
  }),
  ...breaks("trust-always", {
    "does not scan it": ends((record) => untrusted(record, 0) && Object.assign(record, failed)),
  }),
  ...breaks("trust-tells-thumbprint", {
    none: ends((record) => Object.assign(record, { statusDescription: "It is not trusted." })),
  }),
  ...breaks("trusted-is-scanned", {
    "not the key that is stated": ends(
      (record) =>
        record.settings.trustedThumbprint?.includes("kkk") &&
        Object.assign(record, { ...failed, statusDescription: "SHA256:" }),
    ),
  }),
  ...breaks("cancel-keeps-results", {
    "all hosts are cancelled": model(
      () =>
        new (class extends InMemoryJobs {
          protected override cancelRecord(record: ScanRecord) {
            Object.assign(record, { status: Cancelled, statusDescription: "Cancelled", failureReason: 0 });
          }
        })(),
    ),
    "forgets what was found": model(
      () =>
        new (class extends InMemoryJobs {
          protected override cancelRecord(record: ScanRecord) {
            super.cancelRecord(record);
            record.statusDescription = "Cancelled";
          }
        })(),
    ),
  }),
  ...breaks("cancel-cancels-the-rest", {
    "the job alone": model(
      () =>
        new (class extends InMemoryJobs {
          readonly cancelled = new Set<string>();
          protected override cancelRecord() {}
          override cancelJob(jobId: string, context: CallContext) {
            this.cancelled.add(jobId.toLowerCase());
            return super.cancelJob(jobId, context);
          }
          protected override statusOf(job: Job) {
            return this.cancelled.has(job.id) ? Cancelled : super.statusOf(job);
          }
        })(),
    ),
    "leaves those that wait": model(
      () =>
        new (class extends InMemoryJobs {
          protected override cancelRecord(record: ScanRecord) {
            if (record.status !== Queued) super.cancelRecord(record);
          }
        })(),
    ),
  }),
  ...breaks("cancel-holds-at-once", {
    "a little later": model(
      () =>
        new (class extends InMemoryJobs {
          readonly later: ScanRecord[] = [];
          protected override cancelRecord(record: ScanRecord) {
            this.later.push(record);
          }
          override async getJob(jobId: string, context: CallContext) {
            const seen = await super.getJob(jobId, context);
            for (const record of this.later.splice(0)) super.cancelRecord(record);
            return seen;
          }
        })(),
    ),
  }),
  ...breaks("cancel-again", {
    "400": cancelling(async ({ jobs }, jobId, go) =>
      jobOf(jobs, jobId)?.records.every(({ status }) => status === Cancelled)
        ? { ok: false, rejection: { kind: "invalid", detail: "It is cancelled.", errors: [] } }
        : go(),
    ),
    "404": cancelling(async ({ jobs }, jobId, go) =>
      jobOf(jobs, jobId)?.records.every(({ status }) => status === Cancelled)
        ? { ok: false, rejection: { kind: "not-found", detail: "It is gone." } }
        : go(),
    ),
  }),
  ...breaks("cancel-has-no-body", {
    "the job": changing(({ method }, response) =>
      method === "DELETE" && response.status === 202
        ? Response.json({}, { status: 202, headers: response.headers })
        : undefined,
    ),
  }),
  ...breaks("cancel-refuses-ended", {
    "202, and nothing changes": cancelling(async ({ jobs }, jobId, go) =>
      jobOf(jobs, jobId)?.records.every(({ status }) => isFinal(status)) ? done : go(),
    ),
    "202 where all have failed": cancelling(async ({ jobs }, jobId, go) =>
      jobOf(jobs, jobId)?.records.every(({ status }) => status === Failed) ? done : go(),
    ),
    "409": changing(({ method }, response) =>
      method === "DELETE" && response.status === 400
        ? new Response(response.body, { status: 409, headers: response.headers })
        : undefined,
    ),
  }),
];
