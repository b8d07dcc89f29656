import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { commandsOn, makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { startServing } from "./running-server.ts";

let installation: TestInstallation;
let folder: string;
beforeEach(async () => {
  const made = await makeTestInstallation();
  const scratch = await mkdtemp(join(tmpdir(), "hostscan-rotation-"));
  [installation, folder] = [made, scratch];
  onTestFinished(async () => {
    await made.drop();
    await rm(scratch, { recursive: true });
  });
});

const statusOf = async (url: string, key: string) => {
  const { status } = await fetch(`${url}/api/v1/HostScanJob`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  return status;
};

test("a server that has the key from a file goes on when it is rotated: keys of before and after are good", async () => {
  const { HOSTSCAN_SECRET_KEY: value, ...others } = installation.env;
  const file = join(folder, "key");
  await writeFile(file, `${value}\n`, { mode: 0o600 });
  const env = { ...others, HOSTSCAN_SECRET_KEY_FILE: file };
  const { run } = commandsOn(env);
  const key = (await run(["key", "create", "--name", "before"])).out.trim();
  const server = await startServing([], { env });
  expect(await statusOf(server.url, key)).toBe(200);
  expect(await run(["secret-key", "rotate"])).toMatchObject({ code: 0 });
  const after = (await run(["key", "create", "--name", "after"])).out.trim();
  await expect.poll(() => statusOf(server.url, after)).toBe(200);
  await expect.poll(() => statusOf(server.url, key)).toBe(200);
  expect((await run(["audit", "--json"])).out).not.toContain("row.refused");
  server.child.kill("SIGTERM");
  expect(await server.ended).toEqual({ code: 0, signal: null });
});

test("a server that has it from its environment stops, and says which key it needs", async () => {
  const { env, run } = installation;
  const server = await startServing([], { env });
  const file = join(folder, "new");
  expect(await run(["secret-key", "rotate", "--new-key-file", file])).toMatchObject({ code: 0 });
  expect(await server.ended).toEqual({ code: 78, signal: null });
  expect(server.err()).toMatch(
    /The secret key was rotated to [0-9a-f]{16}, which this process does not have/,
  );
  expect(server.err()).not.toContain((await readFile(file, "utf8")).trim());
});
