import type { Caller, SchedulingContext } from "@hostscan/core";
import type { Handler } from "../operations/operation.ts";
import { hostRequest } from "./host-request.ts";
import { answer } from "./outcome.ts";

export const createJob: Handler<"PostListOfIdsAsync"> = async (call, jobs) =>
  answer(await jobs.createJob(call.body.map(hostRequest), schedulingContext(call)), (body) => ({
    status: 200,
    body,
  }));

export const scanHost: Handler<"ByHostId"> = async (call, jobs) =>
  answer(await jobs.scanHost(call.params.hostId, schedulingContext(call)), (body) => ({ status: 200, body }));

export const scanHosts: Handler<"ByHostIdMultipleAsync"> = async (call, jobs) =>
  answer(await jobs.scanHosts(call.body, schedulingContext(call)), (body) => ({ status: 200, body }));

export const scanOrganizationalUnit: Handler<"ScheduleJobsByDnsHostNameMultipleAsync"> = async (
  call,
  jobs,
) => {
  const { credentialId } = call.params;
  const outcome = await jobs.scanOrganizationalUnit(credentialId, call.body, schedulingContext(call));
  return answer(outcome, (body) => ({ status: 200, body }));
};

function schedulingContext(call: {
  readonly caller: Caller;
  readonly requestId: string;
  readonly traceParent: string | undefined;
  readonly headers: { readonly "idempotency-key"?: string };
}): SchedulingContext {
  const { caller, requestId, traceParent, headers } = call;
  const idempotencyKey = headers["idempotency-key"];
  const context = { caller, requestId, traceParent };
  return idempotencyKey === undefined ? context : { ...context, idempotencyKey };
}
