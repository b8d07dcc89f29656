import type { components, operations, paths } from "@hostscan/contract";
import type { HostScanClient } from "./client.ts";
import type { Problem } from "./errors.ts";
import type { PathWith, RawAnswer } from "./raw.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => {};

type Job = components["schemas"]["HostScanJobStatus"];

// Each declared status of each operation is there, and no other.
type AnswersOf = { [Id in keyof operations]: RawAnswer<operations[Id]>["status"] };
type Declared = { [Id in keyof operations]: keyof operations[Id]["responses"] };
holds<Same<AnswersOf, Declared>>();

// Each path is there under the methods it has.
holds<Same<PathWith<"delete">, "/api/v1/HostScanJob/{hostScanJobId}">>();
holds<Same<PathWith<"get"> | PathWith<"post">, keyof paths>>();

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";

export async function narrowing({ raw }: HostScanClient): Promise<void> {
  const answer = await raw.GET("/api/v1/HostScanJob/{hostScanJobId}", {
    params: { path: { hostScanJobId: id } },
  });
  if (answer.status === 200) {
    holds<Same<typeof answer.data, Job>>();
    holds<Same<typeof answer.error, undefined>>();
  } else {
    holds<Same<typeof answer.data, undefined>>();
    holds<Same<typeof answer.error, Problem>>();
  }
  // The value tells as well.
  const { data, error } = answer;
  if (data) holds<Same<typeof data, Job>>();
  else holds<Same<typeof error, Problem>>();

  const list = await raw.GET("/api/v1/HostScanJob", { params: { query: { limit: 1, after: undefined } } });
  if (list.status === 200) holds<Same<typeof list.data, Job[]>>();
  const cancelled = await raw.DELETE("/api/v1/HostScanJob/{hostScanJobId}", {
    params: { path: { hostScanJobId: id } },
    timeoutMs: 1_000,
  });
  if (cancelled.status === 202) holds<Same<typeof cancelled.data, undefined>>();

  // @ts-expect-error no operation declares this status
  void (list.status === 418);
}

export async function refusing({ raw }: HostScanClient): Promise<void> {
  // @ts-expect-error no such path
  await raw.GET("/api/v1/Host");
  // @ts-expect-error this path has no DELETE
  await raw.DELETE("/api/v1/HostScanJob");
  // @ts-expect-error the id is missing
  await raw.GET("/api/v1/HostScanJob/{hostScanJobId}");
  // @ts-expect-error the id is undefined
  await raw.GET("/api/v1/HostScanJob/{hostScanJobId}", { params: { path: { hostScanJobId: undefined } } });
  // @ts-expect-error the body is missing
  await raw.POST("/api/v1/HostScanJob", { idempotencyKey: "k" });
  // @ts-expect-error the body is of another operation
  await raw.POST("/api/v1/HostScanJob/ByHostIdMultiple", { body: [{ dnsHostName: "a.example" }] });
  // @ts-expect-error reading takes no Idempotency-Key
  await raw.GET("/api/v1/HostScanJob", { idempotencyKey: "k" });
  // @ts-expect-error no such query parameter
  await raw.GET("/api/v1/HostScanJob", { params: { query: { page: 1 } } });
}
