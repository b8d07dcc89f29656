import { type Kysely, sql } from "kysely";
import type { Database } from "../tables.ts";
import type { ActorKind } from "./actor.ts";

/** Which lines of the audit log are wanted. */
export interface AuditFilter {
  /** None older than this. */
  readonly since?: Date;
  readonly action?: string;
  /** Name of the actor, or its id. */
  readonly actor?: string;
  /** The newest so many. */
  readonly limit: number;
}

/** A line of the audit log. */
export interface AuditRecord {
  readonly at: Date;
  readonly actorKind: ActorKind;
  readonly actor: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string | null;
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The newest lines of the audit log that are wanted, oldest first. */
export async function readAudit(
  db: Kysely<Database>,
  { since, action, actor, limit }: AuditFilter,
): Promise<AuditRecord[]> {
  const newest = await db
    .selectFrom("audit")
    .select([
      "at",
      "actor_kind as actorKind",
      "actor",
      "actor_id as actorId",
      "action",
      "object_kind as objectKind",
      "object_id as objectId",
      "request_id as requestId",
      "details",
    ])
    .$if(since !== undefined, (query) => query.where(sql<boolean>`at >= ${since}`))
    .$if(action !== undefined, (query) => query.where(sql<boolean>`action = ${action}`))
    .$if(actor !== undefined, (query) => query.where(sql<boolean>`${actor} in (actor, actor_id)`))
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return newest.reverse();
}
