import { buildRequest } from "./call.ts";
import type { Operation } from "./document/operations.ts";
import { nodesIn } from "./document/place.ts";
import { exchange, type Fetch } from "./observer/exchange.ts";
import type { KnownJob, Target } from "./target.ts";

/**
 * Looks among the newest jobs of a server for one that holds a host, so that reads can be checked without
 * scheduling any.
 */
export async function findKnownJob(
  target: Target,
  list: Operation,
  fetch: Fetch,
): Promise<KnownJob | undefined> {
  const { json } = await exchange(fetch, buildRequest(target, list, { Bearer: target.tokens.app }));
  for (const { id, hostScanHostStatus } of nodesIn(json)) {
    const host = nodesIn(hostScanHostStatus).find(({ hostId }) => typeof hostId === "string");
    if (typeof id === "string" && host !== undefined) return { jobId: id, hostId: String(host["hostId"]) };
  }
  return undefined;
}
