import { hostScanHandlers } from "./handlers.ts";

// What the contract does not declare does not compile.

const api = hostScanHandlers();
api.GetJobStatus({ status: 404, body: { title: "Not found" } });
api.CancelJob(async ({ params }) => (params.hostScanJobId ? { status: 202 } : { status: 404, body: {} }));
// @ts-expect-error no such status
api.GetJobStatus({ status: 418, body: { title: "" } });
// @ts-expect-error a job has an id
api.GetJobStatus({ status: 200, body: { status: 0 } });
// @ts-expect-error a cancellation has no body
api.CancelJob({ status: 202, body: {} });
// @ts-expect-error no such parameter
api.ByHostId(({ params }) => ({ status: 404, body: { title: params.jobId } }));
