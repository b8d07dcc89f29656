import { randomInt } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { runProgram } from "./run-program.ts";

/** The user who runs the database and owns its files. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Who runs a new cluster, and who makes it: `initdb` asks for its user's name, which a private id does not have. */
export interface NewAccount {
  readonly runs: Account;
  readonly makes: Account;
}

const ROOT = 0;

/**
 * Ids that nobody gives to an account, a container or a service (systemd's "Users, Groups, UIDs and GIDs on systemd
 * Systems"). Of the many, two installations hardly ever draw the same; the few are for a container whose user namespace
 * has no others.
 */
const MANY_IDS = { first: 1_879_048_192, last: 2_147_352_575 };
const FEW_IDS = { first: 60_706, last: 61_183 };
const DRAWS = 100;

/** Whether a user namespace has all ids of a range; where there is no telling, there is none. */
async function hasIds({ first, last }: typeof MANY_IDS): Promise<boolean> {
  for (const map of ["/proc/self/uid_map", "/proc/self/gid_map"]) {
    const text = await readFile(map, "utf8").catch(() => "0 0 4294967295");
    const ranges = text
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/).map(Number));
    const holds = ranges.some(([start = 0, , count = 0]) => start <= first && last < start + count);
    if (!holds) return false;
  }
  return true;
}

/** Draws an id that no account and no group has. */
async function drawId(range: typeof MANY_IDS): Promise<number> {
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const id = randomInt(range.first, range.last + 1);
    if ((await nameOf(id)) === undefined) return id;
  }
  throw new EmbeddedPostgresError(
    "Postgres refuses to run as root, and there is no free user id for it: start as an ordinary user, or set DATABASE_URL.",
  );
}

/** The name of an account, asked as the programs of Postgres do; undefined where the id has none. */
async function nameOf(uid: number): Promise<string | undefined> {
  const { code, output } = await runProgram("id", ["-un"], { uid, gid: uid });
  return code === 0 ? output.trim() : undefined;
}

async function readId(option: "-u" | "-g", name: string): Promise<number | undefined> {
  const { code, output } = await runProgram("id", [option, name]);
  return code === 0 ? Number(output) : undefined;
}

/** An account of the system's that is not root's, whatever its name. */
async function anyNamedId(): Promise<number> {
  for (const name of ["nobody", "daemon", "bin"]) {
    const uid = await readId("-u", name);
    if (uid !== undefined && uid !== ROOT) return uid;
  }
  throw new EmbeddedPostgresError(
    "Postgres refuses to run as root, and there is no user nobody, daemon or bin to make its files: start as an ordinary user, or set DATABASE_URL.",
  );
}

/**
 * Tells who is to run a new cluster: this user; or for root, whom Postgres refuses, a user id of the cluster's own, which
 * no account has. So no other service has it either, as `nobody` is many; and nothing of the system is to be changed.
 *
 * What makes the cluster's files needs an account with a name. It gets the cluster's own group id, by which alone it may
 * pass into the folder, and which keeps others of that account from following its process.
 *
 * @throws {EmbeddedPostgresError} for root where there is no such id.
 */
export async function accountForNewCluster({ uid, gid }: Account = userInfo()): Promise<NewAccount> {
  if (uid !== ROOT) return { runs: { uid, gid }, makes: { uid, gid } };
  const id = await drawId((await hasIds(MANY_IDS)) ? MANY_IDS : FEW_IDS);
  return { runs: { uid: id, gid: id }, makes: { uid: await anyNamedId(), gid: id } };
}

/** Tells who runs the cluster of an existing data directory: its owner. Only root can be anybody else. */
export async function accountOfCluster(data: string): Promise<Account> {
  const { uid, gid } = await stat(data);
  return { uid, gid };
}

/** The account that root's clusters belonged to in former releases, where this process is root's. */
export async function formerAccount(): Promise<Account | undefined> {
  if (userInfo().uid !== ROOT) return undefined;
  const [uid, gid] = [await readId("-u", "nobody"), await readId("-g", "nobody")];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** Gives all that is in folders, and they themselves, to an account. No link is followed. */
export async function giveTo({ uid, gid }: Account, ...folders: string[]): Promise<void> {
  const { code, output } = await runProgram("chown", ["-RP", `${uid}:${gid}`, ...folders]);
  if (code !== 0) throw new EmbeddedPostgresError(`The database's files cannot be given away: ${output}`);
}

/** Takes from everybody but their owner what modes let them do with files in folders. No link within is followed. */
export async function closeToOthers(...folders: string[]): Promise<void> {
  const { code, output } = await runProgram("chmod", ["-R", "go=", ...folders]);
  if (code !== 0)
    throw new EmbeddedPostgresError(`The database's files cannot be closed to others: ${output}`);
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
