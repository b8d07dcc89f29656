import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SecretKey } from "./secret-key.ts";
import {
  findKey,
  formerOf,
  makeKeyFile,
  NAMED_FILE,
  putBeside,
  readKeyFile,
  takePlace,
} from "./secret-key-file.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-key-"));
  path = join(folder, "secret-key");
  await makeKeyFile(path);
});
afterEach(() => rm(folder, { recursive: true }));

const inUse = () => readKeyFile(path, NAMED_FILE);

test("a key that is in use already has its place, and leaves no former one", async () => {
  const { id } = await inUse();
  await takePlace(path, id);
  expect((await inUse()).id).toBe(id);
  expect(await readdir(folder)).toEqual(["secret-key"]);
});

test("a key that was put beside is found by its id, and takes the place of the former", async () => {
  const [former, text, next] = [await inUse(), await readFile(path, "utf8"), new SecretKey(randomBytes(32))];
  await putBeside(path, next);
  expect((await findKey(path, NAMED_FILE, next.id))?.id).toBe(next.id);
  expect((await inUse()).id).toBe(next.id);
  expect(await readFile(formerOf(path, former.id), "utf8")).toBe(text);
  expect(await findKey(path, NAMED_FILE, former.id)).toBeUndefined();
});

test("another key under the name of one that is looked for is not taken for it", async () => {
  const [{ id }, next, other] = [
    await inUse(),
    new SecretKey(randomBytes(32)),
    new SecretKey(randomBytes(32)),
  ];
  await putBeside(path, other);
  await rename(`${path}.next-${other.id}`, `${path}.next-${next.id}`);
  expect(await findKey(path, NAMED_FILE, next.id)).toBeUndefined();
  expect((await inUse()).id).toBe(id);
});
