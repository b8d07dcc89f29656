import type * as contract from "@hostscan/contract";
import type { ActionFailureReason, ActionStatus, components, operations } from "@hostscan/contract";
import type { Client } from "openapi-fetch";
import { createHostScanClient, type HostScanClient, type HostScanJobRequest } from "./client.ts";
import type * as enumerations from "./enumerations.ts";
import { type HostScanProblem, isProblem, type ProblemStatus } from "./errors.ts";
import type { HostScanJob } from "./job.ts";
import type { JobPage } from "./list.ts";
import type { Problem } from "./problem.ts";
import { signIn } from "./sign-in/index.ts";
import { validate } from "./validate/index.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => {};

type Resolved<Method extends keyof HostScanClient> = HostScanClient[Method] extends (
  ...args: never[]
) => Promise<infer T>
  ? T
  : never;
type Body<Id extends keyof operations> = operations[Id]["responses"] extends {
  200: { content: { "application/json": infer T } };
}
  ? T
  : never;

/** What the contract answers, of which the client insists on the id alone. */
type Job<Id extends keyof operations> = Partial<Body<Id>> & { readonly id: string };

// Each method resolves to what the contract answers.
holds<Same<Resolved<"createJob">, Job<"PostListOfIdsAsync">>>();
holds<Same<Resolved<"scanHost">, Job<"ByHostId">>>();
holds<
  Same<Resolved<"scanHosts">, (Partial<Body<"ByHostIdMultipleAsync">[number]> & { readonly id: string })[]>
>();
holds<Same<Resolved<"scanOu">, Job<"ScheduleJobsByDnsHostNameMultipleAsync">>>();
holds<Same<Resolved<"getJob">, Job<"GetJobStatus">>>();
holds<Same<Resolved<"latestJobForHost">, Job<"GetJobStatusForHost">>>();
holds<Same<HostScanJob, Partial<Body<"Get">[number]> & { readonly id: string }>>();
holds<Same<Resolved<"cancel">, void>>();
holds<Same<Resolved<"validateImportedCsv">, Body<"ValidateImportedCsv">>>();
holds<Same<Resolved<"waitFor">, HostScanJob>>();

holds<Same<HostScanJobRequest, components["schemas"]["HostScanJobRequest"]>>();
holds<Same<HostScanProblem["problem"], Problem>>();
holds<Same<HostScanJob["status"], ActionStatus | null | undefined>>();
holds<
  Same<
    NonNullable<HostScanJob["hostScanHostStatus"]>[number]["failureReason"],
    ActionFailureReason | null | undefined
  >
>();

export async function usage(client: HostScanClient): Promise<void> {
  for await (const job of client.listJobs()) holds<Same<typeof job, HostScanJob>>();
  for await (const page of client.listJobs({ pageSize: 10, after: "c" }).pages()) {
    holds<Same<typeof page, JobPage>>();
    holds<Same<typeof page.next, string | undefined>>();
  }

  for await (const job of client.watch("j", { timeoutMs: 1 })) holds<Same<typeof job, HostScanJob>>();
  await client.waitFor("j", { onProgress: (job) => holds<Same<typeof job, HostScanJob>>() });
  await client.scanHost("h", { timeoutMs: 1, signal: AbortSignal.abort(), idempotencyKey: "k" });
  // What is not known yet may be handed on as it is, whatever the caller's compiler options.
  const unknown: undefined = undefined;
  await client.scanHost("h", { timeoutMs: unknown, signal: unknown, idempotencyKey: unknown });

  // @ts-expect-error a host is named by a string
  await client.scanHost(1);
  // @ts-expect-error no such member of a request
  await client.createJob([{ hostname: "a.example" }]);
  // @ts-expect-error not a value of SshTrustActionType
  await client.createJob([{ dnsHostName: "a.example", sshTrustActionType: 7 }]);
  // @ts-expect-error reading takes no Idempotency-Key
  await client.getJob("9c711ab3-8fc1-4d66-88d4-08f85117f32e", { idempotencyKey: "k" });
  // @ts-expect-error cancelling takes no Idempotency-Key
  await client.cancel("9c711ab3-8fc1-4d66-88d4-08f85117f32e", { idempotencyKey: "k" });
  // @ts-expect-error waiting is not a number of pages
  await client.waitFor("j", { limit: 1 });
}

// It is openapi-fetch's client, for whatever takes one.
export const asPathClient = (client: HostScanClient): Client<contract.paths> => client;

export async function byPath(client: HostScanClient): Promise<void> {
  const path = { hostScanJobId: "9c711ab3-8fc1-4d66-88d4-08f85117f32e" };
  const { data, error, response } = await client.GET("/api/v1/HostScanJob/{hostScanJobId}", {
    params: { path },
    headers: { traceparent: "00-0" },
    cache: "no-store",
    timeoutMs: 1_000,
  });
  holds<Same<typeof response, Response>>();
  if (data) data.id satisfies string | undefined;
  else error.title satisfies string | null | undefined;
  // @ts-expect-error no such path
  await client.GET("/api/v1/Nothing");
  // @ts-expect-error this path has no DELETE
  await client.DELETE("/api/v1/HostScanJob");
  // @ts-expect-error the id is missing
  await client.GET("/api/v1/HostScanJob/{hostScanJobId}");
  // @ts-expect-error the body is of another operation
  await client.POST("/api/v1/HostScanJob/ByHostIdMultiple", { body: [{ dnsHostName: "a.example" }] });
  // @ts-expect-error no such query parameter
  await client.GET("/api/v1/HostScanJob", { params: { query: { page: 1 } } });
}

// Problems are told apart by status, and only by one that the contract knows.
holds<Same<ProblemStatus, 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 500 | 503>>();
export function narrowing(error: unknown): void {
  if (isProblem(error)) holds<Same<typeof error, HostScanProblem>>();
  if (isProblem(error, 404, 409)) holds<Same<typeof error.status, 404 | 409>>();
  // @ts-expect-error no operation declares this status
  isProblem(error, 418);
}

// The enumerations are the contract's, as values and as types.
holds<Same<typeof enumerations.ActionStatus, typeof contract.ActionStatus>>();
holds<Same<typeof enumerations.ActionStatus.Running, 1>>();
holds<Same<enumerations.ActionFailureReason, ActionFailureReason>>();
holds<Same<enumerations.SshTrustActionType, contract.SshTrustActionType>>();
holds<Same<typeof enumerations.CertificateType.SSH, 2>>();

// A token, a function of either kind, or a sign-in.
const base = { baseUrl: "https://nps.example:6500", validate, fetch };
export const clients = [
  createHostScanClient({ ...base, token: "t" }),
  createHostScanClient({ ...base, token: () => "t" }),
  createHostScanClient({ ...base, token: async ({ refused }) => `${refused}` }),
  createHostScanClient({ ...base, token: signIn({ user: "u", password: "p", code: async () => "1" }) }),
  // @ts-expect-error a token is needed
  createHostScanClient(base),
  // @ts-expect-error a code is a text: leading zeros count
  createHostScanClient({ ...base, token: signIn({ user: "u", password: "p", code: () => 123456 }) }),
];
