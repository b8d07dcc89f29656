import { randomBytes } from "node:crypto";
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import {
  type Account,
  accountForNewCluster,
  accountOfCluster,
  canEnter,
  closeToOthers,
  formerAccount,
  giveTo,
  isForeign,
  type NewAccount,
} from "./account.ts";
import { type Binaries, POSTGRES_VERSION } from "./binaries.ts";
import { type Cluster, layOutCluster, SUPERUSER } from "./cluster.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { isRunning } from "./postmaster.ts";
import { reachableBinaries } from "./reachable-binaries.ts";
import { runProgram } from "./run-program.ts";
import { stopServer } from "./server.ts";
import { existing, prepareStateFolder } from "./state-folder.ts";

/**
 * Gives a cluster that root made in a former release, and that `nobody` owned, an account of its own. Others who are
 * `nobody` lose what they could read and write.
 *
 * Processes may do so at once: they agree upon the account by a file that one of them makes. The data directory itself is
 * given away last, so that what was interrupted is done again; what is done again changes nothing.
 */
async function takeOver(cluster: Cluster, installed: Binaries, stateFolder: string): Promise<Account> {
  const former = await formerAccount();
  const { uid: maker } = await lstat(cluster.folder);
  const isFormer = maker === 0 && former !== undefined && cluster.account.uid === former.uid;
  if (!isFormer) return cluster.account;
  const account = await agreeUpon(join(cluster.folder, "account"));
  if (await isRunning(cluster)) await stopFormer(cluster, installed, stateFolder);
  await chown(cluster.folder, 0, account.gid);
  await chmod(cluster.folder, 0o710);
  await giveAll(cluster, account).catch(async (error) => {
    // Files vanish below a server: another process, which was faster, has taken the whole over, and started it.
    const { uid } = await accountOfCluster(cluster.data);
    if (uid !== account.uid || !(await isRunning(cluster))) throw error;
  });
  return account;
}

/** Gives the files away, and then closes them: their former owner may have opened some to all, and be among them still. */
async function giveAll({ data, log, socketFolder }: Cluster, account: Account): Promise<void> {
  const others = [log, socketFolder];
  const there = await Promise.all(others.map(async (path) => ((await existing(path)) ? [path] : [])));
  await giveTo(account, ...there.flat());
  await giveTo(account, data);
  // The socket's folder may be in `/tmp`, and is refused later unless it is private.
  await closeToOthers(...there.flat().filter((path) => path !== socketFolder), data);
}

/** Stops a server of the former account. Of one that another process has started meanwhile, `nobody` stops nothing. */
async function stopFormer(cluster: Cluster, installed: Binaries, stateFolder: string): Promise<void> {
  const binaries = await reachableBinaries(installed, cluster.account, stateFolder);
  await stopServer(cluster, binaries).catch(async (error) => {
    if ((await accountOfCluster(cluster.data)).uid === cluster.account.uid) throw error;
  });
}

/** The account that all processes use from now on. */
async function agreeUpon(path: string): Promise<Account> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, String((await accountForNewCluster()).runs.uid), { mode: 0o600 });
  await link(draft, path).catch(() => undefined);
  await rm(draft);
  const id = Number(await readFile(path, "utf8"));
  return { uid: id, gid: id };
}

/** What initdb complains of, without its account of what went well. */
function complaints(output: string): string {
  const lines = output.split("\n").filter((line) => /\b(error|FATAL|PANIC):/.test(line));
  return lines.length === 0 ? output : lines.join("\n");
}

/**
 * Fills an empty folder with a new cluster: data directory, log, socket folder, and the superuser's random
 * password, which only this process's user can read.
 */
async function initialise(folder: string, { runs, makes }: NewAccount, binaries: Binaries): Promise<void> {
  const cluster = layOutCluster(folder, runs);
  if (isForeign(runs)) await chown(folder, 0, runs.gid);
  await chmod(folder, 0o710);
  for (const path of [cluster.data, cluster.log, join(folder, "socket")]) {
    await mkdir(path, { mode: 0o700 });
    await chown(path, makes.uid, makes.gid);
  }
  await writeFile(cluster.passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  await chown(cluster.passwordFile, makes.uid, makes.gid);
  const { code, output } = await runProgram(
    binaries.initdb,
    [
      `--pgdata=${cluster.data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${cluster.passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    makes,
  );
  if (code !== 0) throw new Error(complaints(output));
  if (isForeign(runs)) await giveTo(runs, cluster.data, cluster.log, join(folder, "socket"));
  const { uid, gid } = userInfo();
  await chown(cluster.passwordFile, uid, gid);
}

const NAME = "postgres";
const DRAFT = `${NAME}.making-`;

async function openCluster(place: string, installed: Binaries, stateFolder: string): Promise<Cluster> {
  const folder = await realpath(place).catch(() => {
    throw new EmbeddedPostgresError(
      `The database that ${place} points to is gone. Bring it back, or remove the link to begin with an empty one.`,
    );
  });
  const data = join(folder, "data");
  const version = await readFile(join(data, "PG_VERSION"), "utf8").catch((cause) => {
    throw new EmbeddedPostgresError(`The database in ${folder} cannot be read: is it another user's?`, {
      cause,
    });
  });
  if (version.trim() !== POSTGRES_VERSION) {
    throw new EmbeddedPostgresError(
      `The database in ${folder} is of Postgres ${version.trim()}, and this release brings ${POSTGRES_VERSION}: dump it with the old release and restore it, or use another data folder.`,
    );
  }
  const cluster = layOutCluster(folder, await accountOfCluster(data));
  return { ...cluster, account: await takeOver(cluster, installed, stateFolder) };
}

/**
 * Makes a cluster under a draft's name and publishes it by one atomic step that fails if another process
 * was faster: a cluster that has its name is complete, whenever a process is killed.
 */
async function makeCluster(place: string, installed: Binaries, stateFolder: string): Promise<void> {
  const account = await accountForNewCluster();
  const binaries = await reachableBinaries(installed, account.runs, stateFolder);
  const near = await canEnter(account.runs, dirname(place));
  const parent = near ? dirname(place) : await prepareStateFolder(stateFolder);
  const draft = await mkdtemp(join(parent, near ? DRAFT : `${NAME}-`));
  try {
    await initialise(draft, account, binaries);
    await (near ? rename(draft, place) : symlink(draft, place));
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    if (await existing(place)) return;
    throw new EmbeddedPostgresError(`The embedded database cannot be made in ${parent}. ${cause}`, { cause });
  }
}

/** Removes what killed makers left. What still changes, because initdb outlived them, is left to the next start. */
async function removeDrafts(dataDir: string): Promise<void> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(DRAFT));
  await Promise.allSettled(names.map((name) => rm(join(dataDir, name), { recursive: true })));
}

/** Whether a data folder has a cluster. */
export async function hasEmbeddedDatabase(dataDir: string): Promise<boolean> {
  return (await existing(join(dataDir, NAME))) !== undefined;
}

/**
 * Finds the cluster of a data folder, and makes it the first time.
 *
 * It lies in the data folder; but where root's unprivileged user cannot enter that, in the state folder under a
 * random name, with a symbolic link in the data folder as the only record: a data folder made anew at the same path never
 * meets an old database.
 */
export async function findCluster(
  dataDir: string,
  installed: Binaries,
  stateFolder: string,
): Promise<Cluster> {
  const place = join(dataDir, NAME);
  if (!(await existing(place))) await makeCluster(place, installed, stateFolder);
  await removeDrafts(dataDir);
  return openCluster(place, installed, stateFolder);
}
