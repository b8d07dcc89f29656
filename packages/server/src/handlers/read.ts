import type { Handler } from "../operations/operation.ts";
import { linkToNext } from "./link.ts";
import { answer } from "./outcome.ts";

export const listJobs: Handler<"Get"> = async ({ query, path }, jobs) =>
  answer(await jobs.listJobs(query), (page) => ({
    status: 200,
    body: page.jobs,
    headers: linkToNext(path, query.limit, page.next),
  }));

export const getJob: Handler<"GetJobStatus"> = async ({ params }, jobs) =>
  answer(await jobs.getJob(params.hostScanJobId), (body) => ({ status: 200, body }));

export const latestJobForHost: Handler<"GetJobStatusForHost"> = async ({ params }, jobs) =>
  answer(await jobs.latestJobForHost(params.hostId), (body) => ({ status: 200, body }));

export const validateImportedCsv: Handler<"ValidateImportedCsv"> = async (call, jobs) => {
  const { body: rows, caller, requestId } = call;
  const outcome = await jobs.validateImportedCsv(rows, { caller, requestId });
  return answer(outcome, (body) => ({ status: 200, body }));
};
