import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Installation } from "@hostscan/engine";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";
import { keepFirstToken } from "../commands/serve.ts";
import { resolveConfiguration } from "../configuration/resolve.ts";
import { withInstallation } from "../installation/installation.ts";

let installation: TestInstallation;
let folder: string;
let path: string;
beforeAll(async () => {
  installation = await makeTestInstallation();
});
afterAll(() => installation.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-token-"));
  path = join(folder, "token");
  return () => rm(folder, { recursive: true });
});

function use<T>(action: (installation: Installation) => Promise<T>): Promise<T> {
  const { configuration } = resolveConfiguration(installation.env, { values: {}, command: "serve" });
  return withInstallation({ configuration, opening: "make", log: pino({ enabled: false }) }, action);
}

const keep = () => use((installation) => keepFirstToken(installation, path));
const kept = async () => (await readFile(path, "utf8")).trim();

test("a token of role App is made, which only its owner can read", async () => {
  await keep();
  const token = await kept();
  const verdict = await use(({ tokenVerifier }) => tokenVerifier.verify(token));
  expect(verdict).toMatchObject({ ok: true, caller: { role: "App", name: "first" } });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("a valid one is kept, and closed to others again", async () => {
  await keep();
  const before = await kept();
  await chmod(path, 0o644);
  await keep();
  expect(await kept()).toBe(before);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test.each([
  ["revoked", async () => void (await use(async ({ tokens }) => tokens.revoke("first")))],
  ["unreadable", async () => writeFile(path, "nonsense")],
  [
    "about to end",
    () =>
      use(async ({ tokens }) => {
        const issued = await tokens.issue({ name: "short", role: "App", expiresInSeconds: 86_400 });
        await writeFile(path, issued.ok ? issued.value.token : "");
      }),
  ],
])("one that is %s is replaced", async (_, spoil) => {
  await keep();
  await spoil();
  const before = await kept();
  await keep();
  expect(await kept()).not.toBe(before);
  expect(await use(async ({ tokenVerifier }) => tokenVerifier.verify(await kept()))).toMatchObject({
    ok: true,
  });
});
