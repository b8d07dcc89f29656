import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
});
afterAll(() => installation.drop());

const run = (...argv: readonly string[]) => installation.run(["key", ...argv]);
const KEY = /^hsk_[0-9a-f]{12}_[\w-]{43}$/;

test("create prints the key alone", async () => {
  const { code, out, err } = await run("create", "--name", "portal");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.trimEnd()).toMatch(KEY);
});

test("list tells prefix, state and last use, and never a key", async () => {
  const used = JSON.parse((await run("create", "--name", "used", "--expires-in", "30d", "--json")).out);
  await installation.db
    .updateTable("application_key")
    .set({ last_used_at: new Date(0) })
    .execute();
  const idle = JSON.parse((await run("create", "--name", "idle", "--json")).out);
  await run("revoke", idle.prefix);
  const { out } = await run("list");
  expect(out).toMatch(/^PREFIX +NAME +STATE +EXPIRES +LAST USED\n/);
  expect(out).toMatch(new RegExp(`^${used.prefix} +used +valid +${used.expiresAt} +1970-01-01T`, "m"));
  expect(out).toMatch(new RegExp(`^${idle.prefix} +idle +revoked +\\S+ +-$`, "m"));

  const json = (await run("list", "--json")).out;
  expect(json).toContain(used.id);
  for (const { key } of [used, idle]) expect(out + json).not.toContain(key);
});

test("a key whose time is over is listed as expired", async () => {
  const { id } = JSON.parse((await run("create", "--name", "old", "--json")).out);
  const past = { expires_at: new Date(0) };
  await installation.db.updateTable("application_key").set(past).where("id", "=", id).execute();
  expect((await run("list")).out).toMatch(/ old +expired /);
});

test("revoke takes an id or prefix, or a name that several bear", async () => {
  for (const name of ["twin", "twin"]) await run("create", "--name", name);
  expect((await run("revoke", "twin")).out).toBe("revoked 2 keys\n");
  const { id } = JSON.parse((await run("create", "--name", "one", "--json")).out);
  expect((await run("revoke", id)).out).toBe("revoked 1 key\n");
  const { code, err } = await run("revoke", id);
  expect({ code, err }).toEqual({ code: 1, err: `hostscan-server: There is no valid key ${id}\n` });
});
