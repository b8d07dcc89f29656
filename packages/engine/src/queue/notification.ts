import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";

/** The channel of all notifications between processes. */
export const CHANNEL = "hostscan";

/** What one process tells the others through the database. A lost one costs time, never a job: workers also poll. */
export type Notification =
  | { readonly kind: "queued" }
  /** The job's scans are to be aborted. */
  | { readonly kind: "cancelled"; readonly jobId: string }
  /** A worker has closed what it had open for a cancelled job. */
  | { readonly kind: "released"; readonly jobId: string };

const QUEUED = "queued";
const OF_A_JOB = /^(cancelled|released) (.+)$/;

/** Sent when the transaction commits. */
export async function notify(db: Kysely<Database>, notification: Notification): Promise<void> {
  const payload = notification.kind === "queued" ? QUEUED : `${notification.kind} ${notification.jobId}`;
  await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(db);
}

/** Undefined for a notification of a later release. */
export function readNotification(payload: string): Notification | undefined {
  if (payload === QUEUED) return { kind: "queued" };
  const [, kind, jobId] = OF_A_JOB.exec(payload) ?? [];
  if (jobId === undefined) return undefined;
  return { kind: kind === "released" ? "released" : "cancelled", jobId };
}
