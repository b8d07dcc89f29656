import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";

/** The channel of all notifications between processes. */
export const CHANNEL = "hostscan";

/** What one process tells the others through the database. A lost one costs time, never a job: workers also poll. */
export type Notification =
  | { readonly kind: "queued" }
  /** The job's scans are to be aborted. */
  | { readonly kind: "cancelled"; readonly jobId: string };

const QUEUED = "queued";
const CANCELLED = "cancelled ";

/** Sent when the transaction commits. */
export async function notify(db: Kysely<Database>, notification: Notification): Promise<void> {
  const payload = notification.kind === "queued" ? QUEUED : `${CANCELLED}${notification.jobId}`;
  await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(db);
}

/** Undefined for a notification of a later release. */
export function readNotification(payload: string): Notification | undefined {
  if (payload === QUEUED) return { kind: "queued" };
  if (!payload.startsWith(CANCELLED)) return undefined;
  return { kind: "cancelled", jobId: payload.slice(CANCELLED.length) };
}
