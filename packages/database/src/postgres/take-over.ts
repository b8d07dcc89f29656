import { chmod, chown, link, lstat, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Account,
  accountForNewCluster,
  accountOfCluster,
  closeToOthers,
  formerAccount,
  giveTo,
} from "./account.ts";
import type { Binaries } from "./binaries.ts";
import type { Cluster } from "./cluster.ts";
import { isRunning } from "./postmaster.ts";
import { reachableBinaries } from "./reachable-binaries.ts";
import { stopServer } from "./server.ts";
import { existing } from "./state-folder.ts";

/**
 * Gives a cluster that root made in a former release, and that `nobody` owned, an account of its own. Others who are
 * `nobody` lose what they could read and write.
 *
 * Processes may do so at once: they agree upon the account by a file that one of them makes. The data directory itself is
 * given away last, so that what was interrupted is done again; what is done again changes nothing.
 */
export async function takeOver(cluster: Cluster, installed: Binaries, stateFolder: string): Promise<Account> {
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
