import { chmod, cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { makeDatabaseFolder } from "../testing/database-folder.ts";
import { accountForNewCluster } from "./account.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { reachableBinaries } from "./reachable-binaries.ts";
import { runProgram } from "./run-program.ts";

const installed = await findBinaries();
const account = (await accountForNewCluster()).runs;

/** The programs as `git clone` and an installation under root's `umask 077` leave them. */
async function installPrivately(root: string): Promise<Binaries> {
  const folder = join(root, "private");
  await cp(dirname(dirname(installed.pg_ctl)), folder, { recursive: true, verbatimSymlinks: true });
  await runProgram("chmod", ["-R", "go-rwx", folder]);
  return { initdb: join(folder, "bin", "initdb"), pg_ctl: join(folder, "bin", "pg_ctl") };
}

test("programs that the account can run are used where they are", async () => {
  const { stateFolder } = await makeDatabaseFolder();
  expect(await reachableBinaries(installed, userInfo(), stateFolder)).toBe(installed);
});

test.runIf(userInfo().uid === 0)(
  "programs in root's private folder are copied once, even by two at a time",
  async () => {
    const { root, stateFolder } = await makeDatabaseFolder();
    const hidden = await installPrivately(root);
    const [one, two] = await Promise.all([
      reachableBinaries(hidden, account, stateFolder),
      reachableBinaries(hidden, account, stateFolder),
    ]);
    expect(two).toEqual(one);
    expect(await reachableBinaries(hidden, account, stateFolder)).toEqual(one);
    expect(await readdir(stateFolder)).toHaveLength(1);
    expect(await runProgram(one.initdb, ["--version"], account)).toMatchObject({ code: 0 });
  },
);

test.runIf(userInfo().uid === 0)("a copy that cannot be completed leaves nothing", async () => {
  const { root, stateFolder } = await makeDatabaseFolder();
  const hidden = await installPrivately(root);
  await runProgram("mkfifo", [join(root, "private", "not-a-file")]);
  await expect(reachableBinaries(hidden, account, stateFolder)).rejects.toThrow("FIFO");
  expect(await readdir(stateFolder)).toEqual([]);
});

test("programs that do not run at all are told apart from ones out of reach", async () => {
  const { root, stateFolder } = await makeDatabaseFolder();
  await mkdir(join(root, "bin"));
  const pg_ctl = join(root, "bin", "pg_ctl");
  await writeFile(pg_ctl, "#!/bin/sh\necho no such library; exit 3\n");
  await chmod(pg_ctl, 0o755);
  const broken = { pg_ctl, initdb: pg_ctl };
  const { uid, gid } = userInfo();
  await expect(reachableBinaries(broken, { uid, gid }, stateFolder)).rejects.toThrow(
    "does not run here: no such library",
  );
});
