import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { runProgram } from "./run-program.ts";

/** The user who runs the database and owns its files. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const ROOT = 0;

async function readId(option: "-u" | "-g", name: string): Promise<number> {
  const { code, output } = await runProgram("id", [option, name]);
  if (code === 0) return Number(output);
  throw new EmbeddedPostgresError(
    `Postgres refuses to run as root, and there is no user "${name}" to run it: start as an ordinary user, or set DATABASE_URL.`,
  );
}

/**
 * Tells who is to run a new cluster: this user; or for root, whom Postgres refuses, an unprivileged one.
 *
 * @throws {EmbeddedPostgresError} for root where there is no such user.
 */
export async function accountForNewCluster(
  { uid, gid }: Account = userInfo(),
  unprivileged = "nobody",
): Promise<Account> {
  if (uid !== ROOT) return { uid, gid };
  return { uid: await readId("-u", unprivileged), gid: await readId("-g", unprivileged) };
}

/** Tells who runs the cluster of an existing data directory: its owner. Only root can be anybody else. */
export async function accountOfCluster(data: string): Promise<Account> {
  const { uid, gid } = await stat(data);
  return { uid, gid };
}

/** Whether the database runs as another user than this process. */
export function isForeign(account: Account): boolean {
  return account.uid !== userInfo().uid;
}

/** Whether a user may pass through a folder and every folder above it. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  const { code } = await runProgram("test", ["-x", folder], account);
  return code === 0;
}
