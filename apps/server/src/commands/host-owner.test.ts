import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

const ids = [randomUUID(), randomUUID()] as const;
let installation: TestInstallation;
const host = (...argv: string[]) => installation.run(["host", ...argv]);
beforeAll(async () => {
  installation = await makeTestInstallation();
  const rows = [
    { id: ids[0], identity: "web.example:22", owner: "app:portal", ssh_port: 22 },
    { id: ids[1], identity: "[2001:db8::1]:2022", ssh_port: 2022 },
  ];
  await installation.db.insertInto("host").values(rows).execute();
});
afterAll(() => installation.drop());

test("change-owner gives a host, or all of an owner, to another, and audits each", async () => {
  const owners = async () =>
    JSON.parse(`[${(await host("list", "--json")).out.trimEnd().replaceAll("\n", ",")}]`).map(
      ({ owner }: { owner: string | null }) => owner,
    );
  const first = await host("change-owner", ids[0].toUpperCase(), "--to", "user:alice");
  expect(first).toMatchObject({ code: 0, out: "web.example:22 belongs to user:alice\n" });
  expect(await owners()).toEqual([null, "user:alice"]);
  expect((await host("change-owner", "--all-of", "admins", "--to", "user:alice")).out).toBe(
    "[2001:db8::1]:2022 belongs to user:alice\n",
  );
  const back = await host("change-owner", "--all-of", "user:alice", "--to", "admins", "--json");
  expect(back.out.trimEnd().split("\n")).toHaveLength(2);
  expect(await owners()).toEqual([null, null]);
  // It was theirs already.
  const theirs = await host("change-owner", ids[0], "--to", "admins");
  expect(theirs).toMatchObject({ code: 0, out: "", err: "note: no host has changed its owner\n" });
  const lines = await installation.db
    .selectFrom("audit")
    .select(["object_id", "actor_kind", "details"])
    .where("action", "=", "host.change-owner")
    .orderBy("id")
    .execute();
  expect(lines).toHaveLength(4);
  expect(lines[0]).toEqual({
    object_id: ids[0],
    actor_kind: "command",
    details: { identity: "web.example:22", from: "app:portal", to: "user:alice" },
  });
});

test.each([
  ["an owner that is none", [ids[0], "--to", "portal"], 1, /portal is no caller/],
  ["an unknown host", ["nobody", "--to", "app:portal"], 1, /There is no host nobody/],
  ["no host", ["--to", "app:portal"], 64, /Name either a host or/],
  ["a host and an owner", [ids[0], "--all-of", "admins", "--to", "app:portal"], 64, /Name either a host or/],
])("change-owner refuses %s", async (_, argv, code, reason) => {
  const refused = await host("change-owner", ...argv);
  expect(refused).toMatchObject({ code, out: "" });
  expect(refused.err).toMatch(reason);
});
