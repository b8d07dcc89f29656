import type { Database, SecretBox } from "@hostscan/database";
import { GRANTING, isIntact, tellRefusedRow } from "@hostscan/database";
import type { Kysely } from "kysely";

const COLUMNS = [
  ...GRANTING.app_user,
  "mac",
  "mac_key_id",
  "display_name as displayName",
  "password_hash as passwordHash",
  "session_version as sessionVersion",
  "disabled_at as disabledAt",
] as const;

/** A user with all that signing in takes; nobody where somebody else than Hostscan wrote the row. */
export async function findUser(
  { db, box }: { readonly db: Kysely<Database>; readonly box: SecretBox },
  column: "id" | "login",
  value: string,
) {
  const user = await db.selectFrom("app_user").select(COLUMNS).where(column, "=", value).executeTakeFirst();
  if (!user || user.disabledAt !== null) return user;
  if (await isIntact(db, box, "app_user", user)) return user;
  const { id, login: name } = user;
  await tellRefusedRow(db, { table: "app_user", id, actor: { kind: "user", name, id } });
  return undefined;
}

export type SignInUser = NonNullable<Awaited<ReturnType<typeof findUser>>>;
