import type { Handler } from "../operations/operation.ts";
import { answer } from "./outcome.ts";

export const cancelJob: Handler<"CancelJob"> = async ({ params, caller, requestId }, jobs) =>
  answer(await jobs.cancelJob(params.hostScanJobId, { caller, requestId }), () => ({ status: 202 }));
