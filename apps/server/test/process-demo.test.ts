import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startProcess } from "./process.ts";

const DEMO = fileURLToPath(new URL("../src/demo.ts", import.meta.url));
const command = [process.execPath, "--conditions=@hostscan/source", DEMO] as const;

test("the demonstration scans a host, prints its operating system, and leaves nothing behind", async () => {
  const demo = startProcess([], { command: [...command] });
  expect(await demo.ended, demo.err()).toEqual({ code: 0, signal: null });
  expect(demo.err()).toBe("");
  expect(demo.out()).toMatch(/^ {2}os {7}\S.*\n {2}version {2}\S/m);
  expect(demo.out()).not.toContain("\u001b");
  const [, folder] = /on a database in (\S+)\.$/m.exec(demo.out()) ?? [];
  await expect(access(String(folder))).rejects.toThrow("ENOENT");
});
