import type { Kysely } from "kysely";
import type { Database } from "../database/tables.ts";

const COLUMNS = [
  "id",
  "login",
  "display_name as displayName",
  "role",
  "password_hash as passwordHash",
  "secret",
  "key_id",
  "session_version as sessionVersion",
  "disabled_at as disabledAt",
] as const;

/** A user with all that signing in takes. */
export async function findUser(db: Kysely<Database>, column: "id" | "login", value: string) {
  return db.selectFrom("app_user").select(COLUMNS).where(column, "=", value).executeTakeFirst();
}

export type SignInUser = NonNullable<Awaited<ReturnType<typeof findUser>>>;
