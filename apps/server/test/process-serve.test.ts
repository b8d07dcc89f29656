import { execFileSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ActionStatus } from "@hostscan/contract";
import { sshdGate, startSshd } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeTestFolder, type TestFolder } from "./data-folder.ts";
import { commandsOn } from "./installation-env.ts";
import { startProcess } from "./process.ts";
import { clientOf, onHost, startServing } from "./running-server.ts";

let folder: TestFolder;
beforeAll(async () => {
  folder = await makeTestFolder();
});
afterAll(() => folder.remove());

const installation = () => commandsOn({ HOSTSCAN_DATA_DIR: folder.dataDir });
const kept = async (...path: string[]) => (await readFile(join(folder.dataDir, ...path), "utf8")).trim();

/** Adds a credential, and tells which processes any user of the machine saw meanwhile. */
async function addWatched(username: string, password: string) {
  const argv = ["credential", "add", "lab", "--username", username, "--for", "localhost", "--password-stdin"];
  const adding = startProcess(argv, { env: installation().env, stdin: "open" });
  const processes = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
  adding.child.stdin?.end(password);
  expect((await adding.ended).code, adding.err()).toBe(0);
  expect(processes).toContain("credential add lab");
  return [processes, adding.out(), adding.err()];
}

const gate = sshdGate("password");

describe.skipIf(gate.skip)(gate.title("on an embedded database"), () => {
  test("it scans a real OpenSSH host, tells its operating system, and shows no secret", async () => {
    const sshd = await startSshd();
    onTestFinished(() => sshd.stop());
    const server = await startServing([], { env: installation().env });
    for (const path of ["/healthz", "/readyz", "/openapi.json", "/openapi.yaml"]) {
      expect((await fetch(`${server.url}${path}`)).status, path).toBe(200);
    }
    const shown = await addWatched(sshd.username, sshd.password);
    const client = await clientOf(server.url, installation());
    const { id = "" } = await client.createJob([onHost(sshd)]);
    const job = await client.waitFor(id, { timeoutMs: 240_000 });
    const [host] = job.hostScanHostStatus ?? [];
    expect(host, `${host?.statusDescription}\n${sshd.log.text()}`).toMatchObject({
      status: ActionStatus.Complete,
      os: expect.stringMatching(/./),
    });

    const { out } = await installation().run(["host", "list", "--json"]);
    expect(JSON.parse(out)).toMatchObject({ identity: `${sshd.host}:${sshd.port}`, os: host?.os });

    server.child.kill("SIGTERM");
    expect(await server.ended).toEqual({ code: 0, signal: null });
    const secrets = [
      sshd.password,
      await kept("token"),
      await kept("secret-key"),
      await kept("postgres", "password"),
    ];
    for (const text of [...shown, server.out(), server.err(), JSON.stringify(job), out]) {
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
    for (const line of server.err().trimEnd().split("\n")) expect(JSON.parse(line)).toHaveProperty("msg");
  });
});

test("the first token is its owner's only, and refused soon after it is revoked", async () => {
  const { url } = await startServing([], { env: installation().env });
  expect((await stat(join(folder.dataDir, "token"))).mode & 0o777).toBe(0o600);
  const headers = { Authorization: `Bearer ${await kept("token")}` };
  const call = async () => (await fetch(`${url}/api/v1/HostScanJob`, { headers })).status;
  expect(await call()).toBe(200);
  expect(await installation().run(["token", "revoke", "first"])).toMatchObject({ code: 0 });
  await expect.poll(call, { interval: 200 }).toBe(401);
});

test("a reader that went away before the help was written is no failure", async () => {
  const { child, ended, err } = startProcess(["serve", "--help"]);
  child.stdout?.destroy();
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(err()).toBe("");
});
