import type { ActionFailureReason, ActionStatus, components, operations } from "@hostscan/contract";
import type { HostScanClient, HostScanJobRequest } from "./client.ts";
import type { HostScanProblem, Problem } from "./errors.ts";
import type { HostScanJob } from "./job.ts";

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

/** What the contract answers, with the id that the client insists on. */
type Job<Id extends keyof operations> = Body<Id> & { readonly id: string };

// Each method resolves to what the contract answers.
holds<Same<Resolved<"createJob">, Job<"PostListOfIdsAsync">>>();
holds<Same<Resolved<"scanHost">, Job<"ByHostId">>>();
holds<Same<Resolved<"scanHosts">, (Body<"ByHostIdMultipleAsync">[number] & { readonly id: string })[]>>();
holds<Same<Resolved<"scanOu">, Job<"ScheduleJobsByDnsHostNameMultipleAsync">>>();
holds<Same<Resolved<"getJob">, Job<"GetJobStatus">>>();
holds<Same<Resolved<"latestJobForHost">, Job<"GetJobStatusForHost">>>();
holds<Same<HostScanJob, Body<"Get">[number] & { readonly id: string }>>();
holds<Same<Resolved<"cancel">, void>>();
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
  for await (const page of client.listJobs({ limit: 10 }).pages()) holds<Same<typeof page, HostScanJob[]>>();

  const { error } = await client.raw.DELETE("/api/v1/HostScanJob/{hostScanJobId}", {
    params: { path: { hostScanJobId: "9c711ab3-8fc1-4d66-88d4-08f85117f32e" } },
  });
  const problem: Problem | undefined = error;
  void problem;

  // @ts-expect-error a host is named by a string
  await client.scanHost(1);
  // @ts-expect-error no such member of a request
  await client.createJob([{ hostname: "a.example" }]);
  // @ts-expect-error not a value of SshTrustActionType
  await client.createJob([{ dnsHostName: "a.example", sshTrustActionType: 7 }]);
  // @ts-expect-error reading takes no Idempotency-Key
  await client.getJob("9c711ab3-8fc1-4d66-88d4-08f85117f32e", { idempotencyKey: "k" });
  // @ts-expect-error no such path
  await client.raw.GET("/api/v1/Host");
}
