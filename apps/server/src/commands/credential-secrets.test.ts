import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { statedAccount } from "./credential.ts";
import { readSecrets } from "./credential-secrets.ts";

let folder: string;
let key: string;
let passphrase: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-secrets-"));
  key = join(folder, "key");
  passphrase = join(folder, "passphrase");
  await writeFile(key, "KEY\n");
  await writeFile(passphrase, "open sesame\n");
});
afterAll(() => rm(folder, { recursive: true }));

test("a key needs nothing else", async () => {
  expect(await readSecrets(captureIo(), { privateKeyFile: key })).toEqual({ privateKey: "KEY" });
});

test("a key may come with its passphrase and a password, from files or standard input", async () => {
  const files = { privateKeyFile: key, passphraseFile: passphrase };
  expect(await readSecrets(captureIo({ stdin: "pw" }), { ...files, passwordStdin: true })).toEqual({
    password: "pw",
    privateKey: "KEY",
    passphrase: "open sesame",
  });
  expect(
    await readSecrets(captureIo({ stdin: "sesame" }), { privateKeyFile: key, passphraseStdin: true }),
  ).toEqual({
    privateKey: "KEY",
    passphrase: "sesame",
  });
});

test("a keytab needs nothing else, and is no text", async () => {
  const keytabFile = join(folder, "keytab");
  await writeFile(keytabFile, Buffer.from([5, 2, 0]));
  expect(await readSecrets(captureIo(), { keytabFile })).toEqual({ keytab: "BQIA" });
  await writeFile(keytabFile, "");
  await expect(readSecrets(captureIo(), { keytabFile })).rejects.toThrow("is empty");
});

test("a login becomes the super user by its own password, or by another one", async () => {
  const passwordFile = join(folder, "elevation");
  await writeFile(passwordFile, "other\n");
  const flags = { privateKeyFile: key, elevate: "su" } as const;
  expect(await readSecrets(captureIo(), flags)).toMatchObject({ elevate: { method: "su" } });
  const elevate = { method: "su", password: "other" };
  expect(await readSecrets(captureIo(), { ...flags, elevatePasswordFile: passwordFile })).toMatchObject({
    elevate,
  });
  const io = captureIo({ stdin: "other\n" });
  expect(await readSecrets(io, { ...flags, elevatePasswordStdin: true })).toMatchObject({ elevate });
});

test("the terminal is asked for the password of a login that becomes the super user, too", async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const secrets = readSecrets({ ...captureIo(), stdin }, { elevate: "sudo" });
  stdin.write("typed\r");
  expect(await secrets).toEqual({ password: "typed", elevate: { method: "sudo" } });
});

test("without any, the terminal is asked", async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const secrets = readSecrets({ ...captureIo(), stdin }, {});
  stdin.write("typed\r");
  expect(await secrets).toEqual({ password: "typed" });
});

test.each([
  ["two secrets on one standard input", { passwordStdin: true, passphraseStdin: true }, "holds one secret"],
  [
    "two of three secrets on one standard input",
    { passwordStdin: true, elevate: "su", elevatePasswordStdin: true },
    "holds one secret",
  ],
  ["a password to elevate by nothing", { passwordStdin: true, elevatePasswordFile: "x" }, "needs --elevate"],
  ["a passphrase for no key", { passphraseStdin: true }, "needs the --private-key-file"],
  ["nothing and no terminal", {}, "no terminal"],
] as const)("%s is refused as wrong usage", async (_, flags, reason) => {
  await expect(readSecrets(captureIo({ stdin: "x" }), flags)).rejects.toMatchObject({
    exitCode: 64,
    message: expect.stringContaining(reason),
  });
});

test.each([
  [{ username: "scan" }, "scan"],
  [{ username: "scan", domain: "corp.example" }, "scan@CORP.EXAMPLE"],
  [{ username: "scan", domain: "CORP" }, "CORP\\scan"],
])("the account of %j is %s", (flags, name) => {
  expect(statedAccount(flags)).toBe(name);
});

test.each(["scan@corp.example", "CORP\\scan"])("%s has a domain already", (username) => {
  expect(() => statedAccount({ username, domain: "corp.example" })).toThrow(
    /--domain .* holds a domain already$/,
  );
});

test.each(["", " ", "a b", "CORP\\", "scan@corp", "corp/example"])("%j is no domain", (domain) => {
  expect(() => statedAccount({ username: "scan", domain })).toThrow(/--domain is no domain$/);
});
