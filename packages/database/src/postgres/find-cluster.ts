import { mkdtemp, readdir, readFile, realpath, rename, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { accountForNewCluster, accountOfCluster, canEnter } from "./account.ts";
import { type Binaries, POSTGRES_VERSION } from "./binaries.ts";
import { type Cluster, layOutCluster } from "./cluster.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { initialise } from "./initialise.ts";
import { reachableBinaries } from "./reachable-binaries.ts";
import { existing, prepareStateFolder } from "./state-folder.ts";
import { takeOver } from "./take-over.ts";

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
