import type { HostScanJob } from "@hostscan/client";
import { type CheckContext, type OperationId, rule } from "../check.ts";
import { memberOf, nodesIn } from "../document/place.ts";
import type { Exchange } from "../observer/exchange.ts";

export type HostScanHost = NonNullable<HostScanJob["hostScanHostStatus"]>[number];

/** The hosts of a job; a job without any breaks a rule. */
export function hostsOf(job: HostScanJob, operationId: OperationId): HostScanHost[] {
  const hosts = job.hostScanHostStatus ?? [];
  rule(hosts.length > 0, { operationId, status: 200 }, "body /hostScanHostStatus", "names no host");
  return hosts;
}

/** Checks that a problem names the value that is wrong. */
export function namesPath({ json, status }: Exchange, operationId: OperationId, path: string): void {
  const named = nodesIn(memberOf(json, "errors")).map((error) => error["path"]);
  rule(
    named.includes(path),
    { operationId, status },
    "body /errors",
    `names [${named.join(", ")}], not ${path}`,
  );
}

/** Checks that a problem's text mentions `text`. */
export function mentions({ text, status }: Exchange, operationId: OperationId, mentioned: string): void {
  rule(text.includes(mentioned), { operationId, status }, "body", `does not mention ${mentioned}`);
}

/** A name that no host has (RFC 6761), and that tells the runs of the kit apart. */
export function madeUpName({ run }: CheckContext, label: string): string {
  return `${label}-${run}.contract.invalid`;
}

/** Checks that a refused call has scheduled nothing: the newest job of the host is still the same. */
export async function schedulesNothing(
  context: CheckContext,
  hostId: string,
  refused: () => Promise<unknown>,
) {
  const newest = async () => {
    const { json } = await context.call("GetJobStatusForHost", { path: { hostId } });
    return memberOf(json, "id");
  };
  const before = await newest();
  await refused();
  const cell = { operationId: "GetJobStatusForHost", status: 200 };
  rule((await newest()) === before, cell, "body /id", "a refused call has scheduled a job");
}
