import { spawnSync } from "node:child_process";
import { accessSync, mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeTestFolder, type TestFolder } from "./data-folder.ts";
import { commandsOn } from "./installation-env.ts";
import { type ServingProcess, startServing } from "./running-server.ts";

let folder: TestFolder;
beforeAll(async () => {
  folder = await makeTestFolder();
});
afterAll(() => folder.remove());

/** A server on its embedded database, started by other words than by itself. */
function serveBy(...words: readonly [string, ...string[]]): Promise<ServingProcess> {
  const command = [...words, process.execPath, inject("serverExecutable")] as const;
  return startServing(["--docs", "off"], {
    env: { HOSTSCAN_DATA_DIR: folder.dataDir },
    command: [...command],
  });
}

const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot && spawnSync("unshare", ["--pid", "--fork", "true"]).status === 0)("as PID 1", () => {
  test("SIGTERM stops the server and its database in order", async () => {
    const server = await serveBy("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
    const outer = server.child.pid;
    const first = Number(await readFile(`/proc/${outer}/task/${outer}/children`, "utf8"));
    process.kill(first, "SIGTERM");
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.err()).toContain('"msg":"stopped"');
    await expect(readFile(join(folder.dataDir, "postgres/data/postmaster.pid"))).rejects.toThrow("ENOENT");
  });
});

/** A control group of the test's own; undefined where none may be made. */
function makeGroup(): string | undefined {
  try {
    const [, mount = ""] = /^\S+ (\S+) cgroup2 /m.exec(readFileSync("/proc/mounts", "utf8")) ?? [];
    const group = join(mount, `hostscan-test-${process.pid}`);
    mkdirSync(group);
    accessSync(join(group, "cgroup.kill"));
    return group;
  } catch {
    return undefined;
  }
}

const group = isRoot ? makeGroup() : undefined;

describe.runIf(group !== undefined)("in a control group of its own", () => {
  const procs = join(group ?? "", "cgroup.procs");
  const members = async () => (await readFile(procs, "utf8")).split("\n").filter((line) => line !== "");
  const serveInGroup = () => serveBy("sh", "-c", `echo $$ > "${procs}" && exec "$0" "$@"`);
  afterAll(() => rmdirSync(group ?? ""));

  test("SIGTERM to all of it at once, as from systemd, stops the server in order", async () => {
    const server = await serveInGroup();
    const all = await members();
    expect(all.length).toBeGreaterThan(3);
    for (const pid of all) process.kill(Number(pid), "SIGTERM");
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.err()).not.toMatch(/"level":60|unhandled|uncaught|triggerUncaught/i);
    await expect.poll(members).toEqual([]);
  });

  test("SIGKILL to all of it leaves what the next start goes on with", async () => {
    const server = await serveInGroup();
    await writeFile(join(group ?? "", "cgroup.kill"), "1");
    expect(await server.ended).toEqual({ code: null, signal: "SIGKILL" });
    await expect.poll(members).toEqual([]);
    const { run } = commandsOn({ HOSTSCAN_DATA_DIR: folder.dataDir });
    expect(await run(["credential", "list"])).toMatchObject({ code: 0, err: "" });
  });
});
