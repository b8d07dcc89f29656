import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  accountForNewCluster,
  accountOfCluster,
  canEnter,
  closeToOthers,
  formerAccount,
  giveTo,
  isForeign,
} from "./account.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

const isRoot = userInfo().uid === 0;

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-account-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("an ordinary user makes and runs its own cluster", async () => {
  const user = { uid: 1_234, gid: 4_321 };
  expect(await accountForNewCluster(user)).toEqual({ runs: user, makes: user });
});

test.runIf(isRoot)(
  "root's clusters run under ids of their own, and are made by a named account",
  async () => {
    const [one, other] = [await accountForNewCluster(), await accountForNewCluster()];
    expect(one.runs.uid).toBeGreaterThan(60_000);
    expect(one.runs.uid).not.toBe(other.runs.uid);
    expect(one.makes).toEqual({ uid: (await formerAccount())?.uid, gid: one.runs.gid });
    expect([isForeign(one.runs), isForeign(userInfo())]).toEqual([true, false]);
  },
);

test.runIf(isRoot)(
  "what is given away is its new owner's alone, and the cluster is known by it",
  async () => {
    const folder = await makeFolder();
    const inner = join(folder, "inner");
    await mkdir(inner);
    await writeFile(join(inner, "file"), "");
    await chmod(join(inner, "file"), 0o666);
    const { runs, makes } = await accountForNewCluster();
    await giveTo(runs, inner);
    await closeToOthers(inner);
    expect(await accountOfCluster(inner)).toEqual(runs);
    expect((await stat(join(inner, "file"))).mode & 0o777).toBe(0o600);
    await chmod(folder, 0o711);
    expect([await canEnter(runs, inner), await canEnter({ ...makes, gid: makes.uid }, inner)]).toEqual([
      true,
      false,
    ]);
  },
);

test("files that are not there can neither be given away nor closed", async () => {
  const nowhere = join(await makeFolder(), "nowhere");
  await expect(giveTo(userInfo(), nowhere)).rejects.toThrow(EmbeddedPostgresError);
  await expect(closeToOthers(nowhere)).rejects.toThrow(EmbeddedPostgresError);
});
