import type { Io } from "../cli/io.ts";
import { plainText } from "../cli/plain-text.ts";
import { type ConnectionFlags, connect } from "../connection/connect.ts";
import { countHosts, countsText, hostsOf } from "../show/counts.ts";
import { hostLabel, statusName } from "../show/host-cells.ts";

const OFFERED = 20;

/** How long somebody waits for a TAB. */
const PATIENCE_MS = 2_000;

/** The ids of the newest jobs, each with how it stands and its first hosts. Rejects where they cannot be had soon. */
export async function newestJobs(
  io: Io,
  flags: ConnectionFlags,
): Promise<{ readonly word: string; readonly purpose: string }[]> {
  const client = await connect(io, flags);
  const found = [];
  for await (const job of client.listJobs({ pageSize: OFFERED, timeoutMs: PATIENCE_MS })) {
    const hosts = hostsOf([job]).slice(0, 2).map(hostLabel).join(", ");
    const purpose = `${statusName(job.status)}, ${countsText(countHosts([job]))}: ${hosts}`;
    found.push({ word: plainText(job.id), purpose });
    if (found.length === OFFERED) break;
  }
  return found;
}
