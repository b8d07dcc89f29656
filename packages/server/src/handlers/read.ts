import type { Handler } from "../operations/operation.ts";
import { hostRequest } from "./host-request.ts";
import { linkToNext } from "./link.ts";
import { answer } from "./outcome.ts";

export const listJobs: Handler<"Get"> = async ({ query, caller, requestId }, jobs) =>
  answer(await jobs.listJobs(query, { caller, requestId }), (page) => ({
    status: 200,
    body: page.jobs,
    headers: linkToNext(query.limit, page.next),
  }));

export const getJob: Handler<"GetJobStatus"> = async ({ params, caller, requestId }, jobs) =>
  answer(await jobs.getJob(params.hostScanJobId, { caller, requestId }), (body) => ({ status: 200, body }));

export const latestJobForHost: Handler<"GetJobStatusForHost"> = async ({ params, caller, requestId }, jobs) =>
  answer(await jobs.latestJobForHost(params.hostId, { caller, requestId }), (body) => ({
    status: 200,
    body,
  }));

export const validateImportedCsv: Handler<"ValidateImportedCsv"> = async (
  { body: rows, caller, requestId },
  jobs,
) =>
  answer(await jobs.validateImportedCsv(rows.map(hostRequest), { caller, requestId }), (body) => ({
    status: 200,
    body,
  }));
