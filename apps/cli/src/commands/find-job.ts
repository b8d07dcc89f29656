import type { HostScanClient, HostScanJob } from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";

export const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const PREFIX = /^[\da-f-]{4,36}$/i;

/** Of so many of the newest jobs one is found by the beginning of its id. */
const SEARCHED = 2_000;

/** Most jobs that one call gives, by the API's document. */
export const LARGEST_PAGE = 200;

/**
 * The job that people mean: by its id, by the beginning of it, or `latest`, the newest of all.
 *
 * @throws {CommandFailure} where there is none, or more than one.
 */
export async function findJob(client: HostScanClient, text: string): Promise<HostScanJob> {
  return client.getJob(await findJobId(client, text));
}

/** As {@link findJob}, but asks the server only for what the text leaves open. */
export async function findJobId(client: HostScanClient, text: string): Promise<string> {
  if (ID.test(text)) return text;
  if (text === "latest") {
    for await (const { id } of client.listJobs({ pageSize: 1 })) return id;
    throw new CommandFailure("NotFound", "there is no job yet");
  }
  if (!PREFIX.test(text)) {
    const forms = "its id, at least the first 4 characters of it, or latest";
    throw new CommandFailure("BadInput", `"${text}" names no job: give ${forms}`);
  }
  const found = await jobsThatBegin(client, text.toLowerCase());
  const [job, ...others] = found;
  if (job === undefined) {
    throw new CommandFailure("NotFound", `none of the newest ${SEARCHED} jobs begins with ${text}`);
  }
  if (others.length > 0) throw new CommandFailure("BadInput", `several jobs begin with ${text}`, found);
  return job;
}

async function jobsThatBegin(client: HostScanClient, prefix: string): Promise<string[]> {
  const found: string[] = [];
  let seen = 0;
  for await (const { id } of client.listJobs({ pageSize: LARGEST_PAGE })) {
    if (id.toLowerCase().startsWith(prefix)) found.push(id);
    seen += 1;
    if (seen === SEARCHED) break;
  }
  return found;
}
