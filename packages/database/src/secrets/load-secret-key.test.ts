import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadSecretKey } from "./load-secret-key.ts";

let dataDir: string;
let path: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "hostscan-engine-"));
  path = join(dataDir, "secret-key");
});
afterEach(() => rm(dataDir, { recursive: true }));

test("the environment's key is used before the file's", async () => {
  const value = randomBytes(32).toString("hex");
  const key = await loadSecretKey({ value, dataDir });
  expect(key.id).toBe((await loadSecretKey({ value })).id);
  expect(await readdir(dataDir)).toEqual([]);
  await expect(loadSecretKey({ value: "", dataDir })).rejects.toThrow("HOSTSCAN_SECRET_KEY must be 32 bytes");
});

test("without either the complaint tells what to set", async () => {
  await expect(loadSecretKey({})).rejects.toThrow("must be set where DATABASE_URL is");
});

/** Lets others go on, a given number of times. */
async function giveWay(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await nextTurn();
}

test("the file is made once, for its owner only, even by several that start one after the other", async () => {
  for (let round = 0; round < 10; round += 1) {
    await rm(path, { force: true });
    const starts = Array.from({ length: 12 }, (_, index) =>
      giveWay(index).then(() => loadSecretKey({ dataDir })),
    );
    const keys = await Promise.all(starts);
    expect(new Set(keys.map((key) => key.id)).size).toBe(1);
    expect((await loadSecretKey({ dataDir })).id).toBe(keys[0]?.id);
  }
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, "utf8")).toMatch(/^[\w+/]{43}=\n$/);
  expect(await readdir(dataDir)).toEqual(["secret-key"]);
});

test("a file that others may read is refused", async () => {
  await loadSecretKey({ dataDir });
  await chmod(path, 0o640);
  await expect(loadSecretKey({ dataDir })).rejects.toThrow(`Others may read the secret key in ${path}`);
});

test.each(["/dev/null", tmpdir()])(
  "%s is no file of a key, and nobody is told to change its mode",
  async (file) => {
    await expect(loadSecretKey({ file })).rejects.toThrow(
      `The secret key in ${file} cannot be read: that is no file.`,
    );
  },
);

test("a named file that everybody may change is refused; what root lets everybody read is told", async () => {
  const { id } = await loadSecretKey({ dataDir });
  const heard: string[] = [];
  const named = () => loadSecretKey({ file: path, onExposed: (text) => heard.push(text) });
  await chmod(path, 0o440);
  expect((await named()).id).toBe(id);
  expect(heard).toEqual([]);
  await chmod(path, 0o666);
  await expect(named()).rejects.toThrow(`the key in ${path} can be changed by every user`);
  await chmod(path, 0o444);
  if (process.getuid?.() !== 0) return expect(named()).rejects.toThrow("can be read by every user");
  expect((await named()).id).toBe(id);
  expect(heard).toEqual([expect.stringContaining(`the key in ${path} can be read by every user`)]);
});

test("a file that holds something else is refused and kept", async () => {
  await writeFile(path, "something else", { mode: 0o600 });
  await expect(loadSecretKey({ dataDir })).rejects.toThrow(`${path} must be 32 bytes`);
  expect(await readFile(path, "utf8")).toBe("something else");
});

test("a link is not followed", async () => {
  await loadSecretKey({ dataDir });
  await rename(path, join(dataDir, "elsewhere"));
  await symlink(join(dataDir, "elsewhere"), path);
  await expect(loadSecretKey({ dataDir })).rejects.toThrow(`The secret key in ${path} cannot be read`);
});
