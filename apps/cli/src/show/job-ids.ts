import type { HostScanJob } from "@hostscan/client";

/** Characters of an id that a terminal shows: enough to find the job again. */
const SHORT_ID = 8;

/** As many characters of their ids as tell these jobs apart. */
export function shortLength(jobs: readonly HostScanJob[]): number {
  const ids = [...new Set(jobs.map(({ id }) => id))];
  let length = SHORT_ID;
  while (length < 36 && new Set(ids.map((id) => id.slice(0, length))).size < ids.length) length += 1;
  return length;
}
