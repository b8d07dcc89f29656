import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";

/** The channel of all notifications between processes. */
export const CHANNEL = "hostscan";

/** What one process tells the others through the database. A lost one costs time, never a job: workers also poll. */
export type Notification =
  | { readonly kind: "queued" }
  /** The job's scans are to be aborted. */
  | { readonly kind: "cancelled"; readonly jobId: string }
  /** A worker has closed what it had open for a cancelled job. */
  | { readonly kind: "released"; readonly jobId: string }
  /** What is known of the credential's logins has changed. */
  | { readonly kind: "credential"; readonly credentialId: string };

const QUEUED = "queued";
const OF_ONE = /^(cancelled|released|credential) (.+)$/;

function payloadOf(notification: Notification): string {
  switch (notification.kind) {
    case "queued":
      return QUEUED;
    case "credential":
      return `${notification.kind} ${notification.credentialId}`;
    default:
      return `${notification.kind} ${notification.jobId}`;
  }
}

/** Sent when the transaction commits. */
export async function notify(db: Kysely<Database>, notification: Notification): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${payloadOf(notification)})`.execute(db);
}

/** Undefined for a notification of a later release. */
export function readNotification(payload: string): Notification | undefined {
  if (payload === QUEUED) return { kind: "queued" };
  const [, kind, id] = OF_ONE.exec(payload) ?? [];
  if (id === undefined) return undefined;
  if (kind === "credential") return { kind, credentialId: id };
  return { kind: kind === "released" ? "released" : "cancelled", jobId: id };
}
