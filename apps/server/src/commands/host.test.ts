import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@hostscan/engine/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { runOn } from "../../test/installation-env.ts";

const scanned = { name: "web", os: "Debian GNU/Linux", version: "12", last_scanned_at: new Date(0) };
const ids = [randomUUID(), randomUUID()] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const rows = [
    { id: ids[0], identity: "web.example:22", ssh_port: 22, ...scanned },
    { id: ids[1], identity: "[2001:db8::1]:2022", ssh_port: 2022 },
  ];
  await database.db.insertInto("host").values(rows).execute();
});
afterAll(() => database.drop());

const list = (...flags: string[]) => {
  const env = { DATABASE_URL: database.connectionString, HOSTSCAN_SECRET_KEY: "0".repeat(64) };
  return runOn(captureIo({ env }), ["host", "list", ...flags]);
};

test("list shows what the last good scan told", async () => {
  const { code, out } = await list();
  expect(code).toBe(0);
  expect(out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["ID", "HOST", "NAME", "OS", "VERSION", "LAST SCANNED"],
    [ids[1], "[2001:db8::1]:2022", "-", "-", "-", "-"],
    [ids[0], "web.example:22", "web", "Debian GNU/Linux", "12", "1970-01-01T00:00:00.000Z"],
    [""],
  ]);
});

test("list --json prints an object a line", async () => {
  const { out } = await list("--json");
  const hosts = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(hosts.map(({ identity, os }) => [identity, os])).toEqual([
    ["[2001:db8::1]:2022", null],
    ["web.example:22", "Debian GNU/Linux"],
  ]);
});
