import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { publicPackages } from "./public-packages.mjs";
import { startRegistry } from "./registry.mjs";

const yarn = fileURLToPath(import.meta.resolve("yarn/bin/yarn.js"));
const managers = {
  npm: (url) => ["npm", "install", "--no-audit", "--no-fund", "--registry", url],
  pnpm: (url) => ["pnpm", "add", "--registry", url],
  yarn: (url) => [process.execPath, yarn, "add", "--non-interactive", "--registry", url],
};

/** A program that takes of each library what there is, and runs a scan. */
const program = `
  import { createHostScanClient, nameOf, ActionStatus } from "@hostscan/client";
  import { ActionFailureReason } from "@hostscan/contract";
  import { createMock } from "@hostscan/mock";
  const mock = createMock({ stateful: true, scanMs: 10 });
  const client = createHostScanClient({ baseUrl: "http://mock.test", token: "any", fetch: (request) => mock.fetch(request) });
  const job = await client.scanAndWait([{ dnsHostName: "denied-1.example", credentialName: "c" }]);
  console.log(nameOf(ActionStatus, job.status), nameOf(ActionFailureReason, job.hostScanHostStatus[0].failureReason));
`;

let registry;
beforeAll(async () => {
  registry = await startRegistry(Object.values(publicPackages));
});
afterAll(() => registry.close());

describe.each(Object.keys(managers))("from a registry (fixture), by %s", (manager) => {
  it("every package for consumers installs, and runs outside of the repository", async () => {
    const folder = mkdtempSync(join(tmpdir(), `installed-by-${manager}-`));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    // Nothing of this machine's settings and caches.
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_DATA_HOME: folder,
      YARN_CACHE_FOLDER: join(folder, "yarn"),
      CI: "1",
    };
    const run = (command, ...args) => promisify(execFile)(command, args, { cwd: folder, env });
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
    writeFileSync(join(folder, "program.js"), program);
    const [command, ...args] = managers[manager](registry.url);
    await run(command, ...args, ...Object.keys(publicPackages));
    expect((await run(process.execPath, "program.js")).stdout).toBe("Failed AccessDenied\n");
    for (const name of ["hostscan", "hostscan-mock"])
      expect((await run(join(folder, "node_modules/.bin", name), "--version")).stdout).toMatch(
        /^\d+\.\d+\.\d+\n$/,
      );
  });
});
