import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "./bootstrap/commands.mjs";
import { fetchPinned } from "./bootstrap/fetch.mjs";

const repository = new URL("..", import.meta.url).pathname;
const pins = JSON.parse(readFileSync(join(repository, ".ci/bootstrap/pins.json"), "utf8"));
const scratch = mkdtempSync(join(tmpdir(), "hostscan bootstrap "));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A pnpm (fixture) that does nothing, so that only the bootstrap itself is tried, and a server that tells its signals. */
const PNPM = "#!/bin/sh\nexit 0\n";
const SERVER = `
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => { console.log("got " + signal); setTimeout(() => process.exit(), 300); });
}
setInterval(() => {}, 1_000);
console.log("serving " + process.pid);
`;

function makeProject() {
  const root = join(scratch, "a project");
  mkdirSync(join(root, "apps/server/dist"), { recursive: true });
  cpSync(join(repository, ".ci/bootstrap.mjs"), join(root, ".ci/bootstrap.mjs"));
  cpSync(join(repository, ".ci/bootstrap"), join(root, ".ci/bootstrap"), {
    recursive: true,
    filter: (path) => !path.endsWith(".fetched"),
  });
  const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ name: "fixture", private: true, scripts }));
  writeFileSync(join(root, "apps/server/dist/main.js"), SERVER);
  // What is pinned is found where it was fetched to, so that nothing is fetched.
  const folder = join(root, ".ci/bootstrap/.fetched", fetchedName());
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "pnpm"), PNPM);
  chmodSync(join(folder, "pnpm"), 0o755);
  return root;
}

function fetchedName() {
  const [name] = readdirSync(join(repository, ".ci/bootstrap/.fetched")).filter((each) =>
    each.startsWith("exe."),
  );
  return name;
}

/** Starts `npm start` in a group of its own, and waits until the server serves. */
async function start(root) {
  const npm = spawn("npm", ["start"], { cwd: root, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  const serving = new Promise((resolve, reject) => {
    npm.stdout.on("data", (text) => {
      out += text;
      const [, pid] = /serving (\d+)/.exec(out) ?? [];
      if (pid) resolve(Number(pid));
    });
    npm.on("exit", () => reject(new Error(`npm ended: ${out}`)));
  });
  // Not "exit": whoever still holds the output is still there.
  const ended = new Promise((resolve) => npm.on("close", resolve));
  return { npm, server: await serving, ended, signals: () => out.match(/got SIG\w+/g) };
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const canFetch = process.platform === "linux" && ["x64", "arm64"].includes(process.arch);

describe.runIf(canFetch)("what the bootstrap brings", () => {
  it("is what the repository knows by its hash, fetched once, and runs", () => {
    const folder = fetchPinned(pins.pnpm, repository);
    expect(execFileSync(join(folder, "pnpm"), ["--version"], { encoding: "utf8" }).trim()).toBe(
      pins.pnpm.version,
    );
    expect(fetchPinned(pins.pnpm, repository)).toBe(folder);
  }, 120_000);

  it("is refused where it is something else, and leaves nothing", () => {
    const packages = Object.fromEntries(
      Object.entries(pins.node.packages).map(([platform, pin]) => [
        platform,
        { name: pin.name, integrity: pins.pnpm.packages[platform].integrity },
      ]),
    );
    expect(() => fetchPinned({ ...pins.node, packages }, scratch)).toThrow(
      "is not what this repository knows",
    );
    expect(readdirSync(join(scratch, ".ci/bootstrap/.fetched"))).toEqual([]);
  }, 120_000);

  it("is the pnpm that the project names", () => {
    const { packageManager } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    expect(packageManager).toBe(`pnpm@${pins.pnpm.version}`);
    expect(readFileSync(join(repository, "pnpm-workspace.yaml"), "utf8")).toContain(
      `nodeVersion: ${pins.node.version}`,
    );
  });
});

/** The packages that a command of pnpm (`install` with its filters) or turbo (`run build`) takes in. */
function packagesOf([program, ...args]) {
  const run = (command) =>
    JSON.parse(execFileSync("pnpm", command, { cwd: repository, encoding: "utf8", maxBuffer: 1e8 }));
  if (args.includes("turbo")) return run([...args, "--dry=json"]).packages;
  expect([program, args[0]]).toEqual(["pnpm", "install"]);
  const filters = args.filter((arg, at) => /^--filter/.test(arg) || /^--filter/.test(args[at - 1] ?? ""));
  return run([...filters, "list", "--depth=-1", "--json"]).map(({ name }) => name);
}

it.each(["start", "demo", "mock"])(
  "%s has all packages installed that it builds",
  (script) => {
    const [install, build] = COMMANDS[script].steps.map(({ command }) => packagesOf(command));
    expect(build.length).toBeGreaterThan(0);
    expect(install).toEqual(expect.arrayContaining(build.filter((name) => name !== "//")));
  },
  60_000,
);

describe.runIf(canFetch && existsSync("/usr/bin/npm"))(
  "npm start, of a server (fixture) in a path with blanks",
  () => {
    let root;
    beforeAll(() => {
      fetchPinned(pins.pnpm, repository);
      root = makeProject();
    }, 120_000);

    it.each([
      ["SIGTERM to npm", ({ npm }) => process.kill(npm.pid, "SIGTERM"), "SIGTERM"],
      [
        "SIGTERM to whatever became of the bootstrap",
        ({ server }) => process.kill(server, "SIGTERM"),
        "SIGTERM",
      ],
      ["Ctrl-C, which the whole group gets", ({ npm }) => process.kill(-npm.pid, "SIGINT"), "SIGINT"],
    ])(
      "%s stops it, and leaves no process",
      async (_, stop, signal) => {
        const started = await start(root);
        stop(started);
        await started.ended;
        // The terminal and npm may both hand it on: the server takes what comes within a second as one.
        expect(new Set(started.signals())).toEqual(new Set([`got ${signal}`]));
        expect(isAlive(started.server)).toBe(false);
      },
      60_000,
    );
  },
);
