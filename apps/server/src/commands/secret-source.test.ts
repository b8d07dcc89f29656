import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { secretFromFile, secretFromStdin } from "./secret-source.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-secret-"));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ["hunter2", "hunter2"],
  ["hunter2\n", "hunter2"],
  ["hunter2\r\n", "hunter2"],
  [" two\nlines\n\n", " two\nlines\n"],
])("%j piped in is %j", async (piped, secret) => {
  expect(await secretFromStdin(captureIo({ stdin: piped }), "--password-stdin")).toBe(secret);
});

test("nothing piped in is refused", async () => {
  await expect(secretFromStdin(captureIo({ stdin: "\n" }), "--password-stdin")).rejects.toThrow(
    "--password-stdin: nothing came on standard input",
  );
});

test("a file is read without its last line break", async () => {
  const path = join(folder, "password");
  await writeFile(path, "hunter2\n");
  expect(await secretFromFile(path, "--password-file")).toBe("hunter2");
});

test("a missing or empty file is refused by name", async () => {
  await expect(secretFromFile(join(folder, "none"), "--password-file")).rejects.toThrow(
    /^--password-file: ENOENT.*none/,
  );
  const path = join(folder, "empty");
  await writeFile(path, "");
  await expect(secretFromFile(path, "--passphrase-file")).rejects.toThrow(
    `--passphrase-file: ${path} is empty`,
  );
});

test.each([
  ["UTF-8", Buffer.from("\ufeffhunter2\r\n")],
  ["UTF-16", Buffer.from("\ufeffhunter2\r\n", "utf16le")],
  ["UTF-16 of the other byte order", Buffer.from("\ufeffhunter2\r\n", "utf16le").swap16()],
  ["UTF-16 without one", Buffer.from("hunter2\n", "utf16le")],
  ["UTF-16 of the other byte order without one", Buffer.from("hunter2\n", "utf16le").swap16()],
])("a byte order mark of %s is no part of a secret", async (_, content) => {
  const path = join(folder, "marked");
  await writeFile(path, content);
  expect(await secretFromFile(path, "--password-file")).toBe("hunter2");
});

test.each([
  ["a password that begins like a key in DER", Buffer.from("0\u00fcnter2", "latin1")],
  ["latin1", Buffer.from("h\u00fcnter2", "latin1")],
  ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x68, 0, 0, 0])],
  ["UTF-32 of the other byte order", Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x68])],
  ["a text with a NUL", Buffer.from("hunter\u0000")],
])("what is no text is refused: %s", async (_, content) => {
  const path = join(folder, "no-text");
  await writeFile(path, content);
  await expect(secretFromFile(path, "--password-file")).rejects.toThrow("no text in UTF-8");
});

test.each([
  ["a key of SSH 1", Buffer.from("SSH PRIVATE KEY FILE FORMAT 1.1\n\u0000\u0003")],
  ["a key in DER", generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "der" })],
  [
    "a key in DER",
    generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "der" }),
  ],
  ["a Java keystore", Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2])],
])("a key that is no text is named: %s", async (name, content) => {
  const path = join(folder, "no-text");
  await writeFile(path, content);
  const refused = `--private-key-file: the secret is ${name}`;
  await expect(secretFromFile(path, "--private-key-file")).rejects.toThrow(refused);
});
