import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
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

/** A system (fixture) whose `id` answers by these cases of a shell, and else finds nobody. */
async function haveIds(cases: string): Promise<void> {
  const folder = await makeFolder();
  await chmod(folder, 0o755);
  await writeFile(join(folder, "id"), `#!/bin/sh\ncase "$*" in\n${cases}\n*) exit 1;;\nesac\n`, {
    mode: 0o755,
  });
  vi.stubEnv("PATH", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
}

test.runIf(isRoot)(
  "a cluster is made by whatever account there is that is not root by another name",
  async () => {
    await haveIds('"-u nobody") echo 0;;\n"-u bin") echo 2;;');
    expect((await accountForNewCluster()).makes.uid).toBe(2);
    expect(await formerAccount()).toBeUndefined();
    await haveIds("");
    await expect(accountForNewCluster()).rejects.toThrow("there is no user nobody, daemon or bin");
    expect(await formerAccount()).toBeUndefined();
  },
);

test.runIf(isRoot)("no cluster is given an id that somebody has", async () => {
  await haveIds('"-un") echo somebody;;\n"-u nobody") echo 65534;;');
  await expect(accountForNewCluster()).rejects.toThrow("there is no free user id");
});
