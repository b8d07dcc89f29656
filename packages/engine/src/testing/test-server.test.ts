import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startTestServer } from "./global-setup.ts";

test("a test server removes its own folder and those of killed runs, and leaves others alone", async () => {
  // No process has this id: it is above every one that Linux and macOS give.
  const left = join(tmpdir(), "hostscan-test-2147483647-killed");
  await mkdir(left);
  const before = new Set(await readdir(tmpdir()));
  const server = await startTestServer(() => {});
  expect(existsSync(left)).toBe(false);
  const own = (await readdir(tmpdir())).filter((name) => name.startsWith(`hostscan-test-${process.pid}-`));
  await server.stop();
  expect(own).toHaveLength(1);
  expect(before.has(String(own[0]))).toBe(false);
  expect(existsSync(join(tmpdir(), String(own[0])))).toBe(false);
});
