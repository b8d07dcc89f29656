import { buildRequest, type Variation } from "./call.ts";
import type { OperationId } from "./check.ts";
import type { Operation } from "./document/operations.ts";
import { nodesIn } from "./document/place.ts";
import { exchange, type Fetch } from "./observer/exchange.ts";
import type { KnownJob, Target } from "./target.ts";

/**
 * Looks among the newest jobs of a server for one that holds a host, so that reads can be checked without
 * scheduling any. Where there is none, schedules one of what is lent for that; undefined where nothing is, or where
 * the server schedules none.
 */
export async function findKnownJob(
  target: Target,
  meant: (operationId: OperationId) => Operation,
  fetch: Fetch,
): Promise<KnownJob | undefined> {
  const call = async (operationId: OperationId, variation?: Variation) => {
    const tokens = { Bearer: target.tokens.app };
    const { json } = await exchange(fetch, buildRequest(target, meant(operationId), tokens, variation));
    return jobsIn(Array.isArray(json) ? json : [json])[0];
  };
  const { hosts, credentialId } = target;
  const known = await call("Get");
  if (known !== undefined) return known;
  if (hosts !== undefined) return call("ByHostId", { path: { hostId: hosts[0] } });
  if (credentialId === undefined) return undefined;
  const dnsHostName = `known-${crypto.randomUUID().slice(0, 8)}.contract.invalid`;
  return call("PostListOfIdsAsync", { body: [{ dnsHostName, credentialId }] });
}

function jobsIn(json: unknown): KnownJob[] {
  return nodesIn(json).flatMap(({ id, hostScanHostStatus }) => {
    const host = nodesIn(hostScanHostStatus).find(({ hostId }) => typeof hostId === "string");
    return typeof id === "string" && host !== undefined
      ? [{ jobId: id, hostId: String(host["hostId"]) }]
      : [];
  });
}
