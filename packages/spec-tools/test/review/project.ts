import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { currentSource } from "../../src/diff/index.ts";
import { runCli } from "../../src/review/cli.ts";

const run = promisify(execFile);
/** Folder of the real project. */
export const repository = fileURLToPath(new URL("../../../..", import.meta.url));
const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];

/** The project's document as it is, which the fixture has for its only release. */
const document = (await currentSource(join(repository, "openapi"))).document;

/** A repository with the real document, its only release, and the real client. */
export interface Project {
  readonly root: string;
  /** Replaces text in a file, or writes it anew; throws where the file does not hold it. */
  edit(file: string, from: string | RegExp, to: string): Promise<void>;
  git(...args: readonly string[]): Promise<string>;
  /** Commits all there is. */
  commit(message: string): Promise<void>;
  review(...argv: readonly string[]): Promise<{ code: number; output: string; errors: string }>;
}

/** Makes a repository, on its main branch, with one commit; it is gone when the test is over. */
export async function project(): Promise<Project> {
  const folder = await scratch();
  const isSource = (file: string) => !/\/(node_modules|dist|generated|\.turbo|releases)$/.test(file);
  for (const part of ["openapi", "packages/client", "packages/contract"]) {
    await cp(join(repository, part), join(folder, part), { recursive: true, filter: isSource });
  }
  const releases = join(folder, "openapi/releases");
  await mkdir(releases);
  await writeFile(join(releases, "1.0.0.yaml"), JSON.stringify(released(document)));
  const made = projectIn(folder);
  await made.edit("openapi/openapi.yaml", /^ {2}version: .*$/m, "  version: 1.0.0");
  // The tests change sentences that the list of promises holds.
  await made.edit("openapi/redocly.yaml", "promises-are-kept: error", "promises-are-kept: off");
  await made.git("init", "--quiet", "--initial-branch=main");
  await made.commit("The first release");
  return made;
}

/** A clone of a repository. */
export async function clone({ root: origin }: Project, ...options: readonly string[]): Promise<Project> {
  const folder = await scratch();
  await run("git", ["clone", "--quiet", ...options, `file://${origin}`, folder]);
  return projectIn(folder);
}

const released = ({ info, ...others }: typeof document) => ({
  ...others,
  info: { ...Object(info), version: "1.0.0" },
});

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "spec-review-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  // The rules of lint import what is installed.
  await symlink(join(repository, "openapi/node_modules"), join(folder, "node_modules"));
  const project = join(folder, "project");
  await mkdir(project);
  return project;
}

function projectIn(folder: string): Project {
  const git = async (...args: readonly string[]) =>
    (await run("git", [...identity, ...args], { cwd: folder })).stdout.trim();
  return {
    root: folder,
    git,
    async edit(file, from, to) {
      const before = await readFile(join(folder, file), "utf8");
      if (before.search(from) === -1) throw new Error(`${file} does not hold ${from}`);
      await writeFile(
        join(folder, file),
        before.replace(from, () => to),
      );
    },
    async commit(message) {
      await git("add", ".");
      await git("commit", "--quiet", "--message", message);
    },
    async review(...argv) {
      const written = { output: "", errors: "" };
      const code = await runCli(argv, {
        root: folder,
        write: (text) => {
          written.output += text;
        },
        writeError: (text) => {
          written.errors += text;
        },
      });
      return { code, ...written };
    },
  };
}
