import { access, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { runDemo } from "./run-demo.ts";
import { startTarget } from "./target.ts";

const fixture = () => startTarget("a fixture will do");

/** Where the demonstration had its database, as it said. */
function folderIn(out: string): string {
  return String(/on a database in (\S+)\.$/m.exec(out)?.[1]);
}

test("a scan of the fixture target is shown, and everything is gone afterwards", async () => {
  const io = captureIo({ env: { HOSTSCAN_PORT: "the demonstration takes no settings" } });
  expect(await runDemo(io, fixture), io.err()).toBe(0);
  expect(io.out()).toMatch(/^A host to scan: an SSH server made of ssh2/);
  expect(io.out()).toMatch(/^ {2}Complete\.$/m);
  expect(io.out()).toMatch(/^ {2}os {7}\S/m);
  expect(io.err()).toBe("");
  await expect(access(folderIn(io.out()))).rejects.toThrow("ENOENT");
  expect(io.signals.eventNames()).toEqual([]);
});

test("a scan that fails is a failure, with its reason", async () => {
  const io = captureIo();
  const target = async () => ({ ...(await fixture()), thumbprint: `SHA256:${"A".repeat(43)}` });
  expect(await runDemo(io, target)).toBe(1);
  expect(io.err()).toMatch(/^hostscan-server: there is no result\. Failed: .*A{43} is trusted.*\n$/);
  await expect(access(folderIn(io.out()))).rejects.toThrow("ENOENT");
});

test("a signal breaks it off, and everything is gone afterwards", async () => {
  const io = captureIo();
  const before = await readdir(tmpdir());
  const target = async () => {
    io.signals.emit("SIGINT", "SIGINT");
    return fixture();
  };
  expect(await runDemo(io, target)).toBe(1);
  expect(io.err()).toBe("hostscan-server: broken off by SIGINT\n");
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith("hostscan-demo-"));
  expect(left.filter((name) => !before.includes(name))).toEqual([]);
});
