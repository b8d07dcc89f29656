import { execFile, execFileSync, spawnSync } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { served } from "../../test/fixture-server.ts";
import { environment, hostscan, testFolder } from "../../test/hostscan.ts";
import { COMMAND } from "../../test/process.ts";

const script = async (shell: string) => (await hostscan(["completion", shell])).out;

/** A folder with the command in it, as an installation puts it on the path. */
async function installed() {
  const folder = await testFolder();
  const file = join(folder, "hostscan");
  await writeFile(file, `#!/bin/sh\nexec ${COMMAND.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  await chmod(file, 0o755);
  return { folder, path: `${folder}:${process.env["PATH"]}` };
}

/** What bash offers for the words so far, of which the last is begun. */
async function offered(words: readonly string[], env: Record<string, string> = {}) {
  const { path } = await installed();
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(hostscan ${quoted}); COMP_CWORD=${words.length}; _hostscan hostscan`;
  const all = `${await script("bash")}\n${ask}; printf '%s\\n' "\${COMPREPLY[@]}"`;
  // Not at once, since the fixture answers in this process.
  const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", all], {
    env: { ...environment(env), PATH: path },
  });
  return stdout.split("\n").filter((word) => word !== "");
}

test("bash completes commands, those of a group, flags, choices and files", async () => {
  expect(await offered(["s"])).toEqual(["scan", "status"]);
  expect(await offered(["auth", ""])).toEqual(["status", "login", "logout"]);
  expect(await offered(["--server", "http://x", "completion", "f"])).toEqual(["fish"]);
  expect(await offered(["scan", "--ho"])).toEqual(["--host-id"]);
  expect(await offered(["scan", "--csv", "/etc/host"])).toContain("/etc/hosts");
});

test("bash completes ids of jobs (fixture)", async () => {
  const { env, jobs } = await served();
  jobs.fill(2);
  const [first = "", last = ""] = jobs.jobs.map(({ id }) => id);
  expect(await offered(["status", ""], env)).toEqual(["latest", last, first]);
  expect(await offered(["watch", first.slice(0, 9)], env)).toEqual([first]);
});

const candidates = async (words: readonly string[], env: Record<string, string> = {}) =>
  (await hostscan(["__complete", "--", ...words], { env })).out.split("\n").filter((line) => line !== "");

test("each word is told with what it is for, and no hidden one is (fixture)", async () => {
  const { env, jobs } = await served();
  jobs.fill(1);
  const commands = await candidates([""]);
  expect(commands).toContain("list\tlist jobs, newest first");
  expect(commands.filter((line) => line.startsWith("_"))).toEqual([]);
  const [latest] = await candidates(["cancel", "lat"], env);
  expect(latest).toBe("latest\tQueued, 1 host: host-0");
  expect(await candidates(["cancel", "x", jobs.jobs[0]?.id ?? ""], env)).toHaveLength(1);
});

test.each([
  [["list", "--status", "run"], ["running"]],
  [["list", "--output=w"], ["wide"]],
  [["list", "-o", "js"], ["json"]],
  [["list", "--output", "=", "js"], ["json"]],
  [["--ca-file", ""], [":file"]],
  [["scan", "web"], [":file"]],
  [["scan", "-c", ""], []],
  [["list", ""], []],
  [["status", "x", ""], []],
  [["status", ""], []],
  [["list", "--jq=.[]", "-o", "t"], ["table"]],
  [["list", "--json=x"], []],
  [["list", "--json", "-o", "t"], ["table"]],
  [["list", "--nope=1", "-o", "t"], ["table"]],
  [
    [],
    [
      "help",
      "scan",
      "retry",
      "validate",
      "ou",
      "list",
      "status",
      "watch",
      "cancel",
      "hosts",
      "host",
      "users",
      "changes",
      "login",
      "logout",
      "auth",
      "completion",
    ],
  ],
  [["scan", "--ho"], ["--host-id"]],
  [["scan", "-"], [":file"]],
  [["completion", "f"], ["fish"]],
  [["-s", "http://x", "--token-file=/x", "--ca-file", "/x", "completion", "z"], ["zsh"]],
  [["-s", "http://127.0.0.1:1", "--token-file", "/x", "--ca-file=/x", "status", ""], []],
])("for %j there is %j", async (words, expected) => {
  expect((await candidates(words)).map((line) => line.split("\t")[0])).toEqual(expected);
});

test("there is a script for each shell that is said to have one", async () => {
  const { out } = await hostscan(["completion", "--help"]);
  for (const shell of ["bash", "fish", "zsh"]) {
    expect(out).toContain(shell);
    expect(await script(shell)).toContain("__complete -- ");
  }
});

const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

describe.skipIf(!has("fish"))("fish", () => {
  test("completes commands with their purpose", async () => {
    const { folder, path } = await installed();
    await writeFile(join(folder, "hostscan.fish"), await script("fish"));
    const ask = `source ${folder}/hostscan.fish; complete -C 'hostscan li'`;
    const out = execFileSync("fish", ["--no-config", "-c", ask], {
      env: { ...environment(), PATH: path, HOME: folder },
    });
    expect(String(out)).toBe("list\tlist jobs, newest first\n");
  });
});
