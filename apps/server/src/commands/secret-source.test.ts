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
  ["latin1", Buffer.from("h\u00fcnter2", "latin1")],
  ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x68, 0, 0, 0])],
  ["UTF-32 of the other byte order", Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x68])],
  ["a text with a NUL", Buffer.from("hunter\x002")],
])("what is no text is refused: %s", async (_, content) => {
  const path = join(folder, "no-text");
  await writeFile(path, content);
  await expect(secretFromFile(path, "--password-file")).rejects.toThrow("no text in UTF-8");
});
