import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { testFolder } from "../../test/hostscan.ts";
import { readSecretFile, readSecretInput } from "./secret-input.ts";

/** Reads the same bytes from a file and from standard input. */
async function secrets(content: Buffer) {
  const path = join(await testFolder(), "token");
  await writeFile(path, content);
  return Promise.allSettled([
    readSecretFile(path),
    readSecretInput({ stdin: Object.assign(Readable.from([content]), { isTTY: false }) }),
  ]);
}

test.each([
  ["a byte order mark", Buffer.from("\ufefftoken\n")],
  ["UTF-16, as PowerShell writes it", Buffer.from("\ufefftoken\r\n", "utf16le")],
  ["UTF-16 of the other byte order", Buffer.from("\ufefftoken", "utf16le").swap16()],
  ["UTF-16 without a mark", Buffer.from("token\n", "utf16le")],
])("a token is read with %s", async (_, content) => {
  const read = { status: "fulfilled", value: "token" };
  expect(await secrets(content)).toEqual([read, read]);
});

test.each([
  ["bytes that are no text", Buffer.from("t\u00f6ken", "latin1"), "is no text in UTF-8"],
  ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x74, 0, 0, 0]), "is text in UTF-32"],
  ["blanks", Buffer.from(" \n"), /is empty|nothing came/],
])("a token of %s is refused", async (_, content, reason) => {
  const refused = { status: "rejected", reason: { message: expect.stringMatching(reason) } };
  expect(await secrets(content)).toMatchObject([refused, refused]);
});
