import type { components } from "@hostscan/contract";
import { handlers } from "../handlers/index.ts";
import type { Answer, Handler, Handlers, OperationCall } from "./operation.ts";
import type { SignInCall } from "./sign-in-operation.ts";

type Job = components["schemas"]["HostScanJobStatus"];
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <Fact extends true>(fact?: Fact) => fact;

// What the schemas make of a request is what a handler gets.
holds<Same<OperationCall<"ByHostId">["params"], { hostId: string }>>();
holds<Same<OperationCall<"Get">["query"], { limit: number; after?: string }>>();
holds<Same<OperationCall<"ByHostIdMultipleAsync">["body"], string[]>>();
holds<Same<OperationCall<"ByHostId">["headers"], { "idempotency-key"?: string }>>();

// @ts-expect-error: a part that the contract does not give the operation
type _NoQuery = OperationCall<"ByHostId">["query"];

// What an operation may answer is what the contract declares for it.
holds<Same<Answer<"CancelJob">, { readonly status: 202; readonly body?: never }>>();
holds<Same<Answer<"ByHostId">["status"], 200>>();

declare const job: Job;

export const declared: Handler<"ByHostId"> = async () => ({ status: 200, body: job });
export const rejected: Handler<"ByHostId"> = async () => ({ rejection: { kind: "not-found", detail: "" } });

// @ts-expect-error: an undeclared status
export const wrongStatus: Handler<"ByHostId"> = async () => ({ status: 201, body: job });

// @ts-expect-error: a status that only a problem may have
export const problemStatus: Handler<"ByHostId"> = async () => ({ status: 400, body: job });

// @ts-expect-error: another body
export const wrongBody: Handler<"ByHostId"> = async () => ({ status: 200, body: { id: 1 } });

// @ts-expect-error: no body
export const noBody: Handler<"ByHostId"> = async () => ({ status: 200 });

// @ts-expect-error: a body where there is none
export const surplusBody: Handler<"CancelJob"> = async () => ({ status: 202, body: job });

// @ts-expect-error: one job where the contract says an array
export const oneForMany: Handler<"ByHostIdMultipleAsync"> = async () => ({ status: 200, body: job });

// @ts-expect-error: the record lacks CancelJob
export const missing: Handlers = (({ CancelJob, ...others }) => others)(handlers);

// @ts-expect-error: the record holds an operation that the contract does not know
export const surplus: Handlers = { ...handlers, TruncateAllTables: handlers.CancelJob };

// The steps of signing in have no caller, and a port of their own.
holds<Same<SignInCall<"Signin2fa">["body"], string | number>>();
holds<Same<Answer<"SigninBody">["status"], 200>>();

// @ts-expect-error: nobody has said yet who calls
type _NoCaller = SignInCall<"SigninBody">["caller"];
