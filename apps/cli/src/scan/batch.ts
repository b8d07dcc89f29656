import type { HostScanClient, HostScanJob, SchedulingOptions } from "@hostscan/client";
import type { Places } from "./place.ts";

/** Most hosts that one call takes, by the API's document. */
export const BATCH_SIZE = 10_000;

/** Hosts that are scheduled by one call. */
export interface Batch extends Places {
  readonly schedule: (client: HostScanClient, options: SchedulingOptions) => Promise<readonly HostScanJob[]>;
}

/** Cuts what comes into pieces of {@link BATCH_SIZE} and holds no more than one of them. */
export async function* inPieces<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size: number = BATCH_SIZE,
): AsyncGenerator<T[], void, undefined> {
  let piece: T[] = [];
  for await (const item of items) {
    piece.push(item);
    if (piece.length < size) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
