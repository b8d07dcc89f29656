import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { runOn } from "../../test/installation-env.ts";

const ED = "AAAAC3NzaC1lZDI1NTE5AAAAIFdTkDG+WKFfAe/SAJ2nVVx3UbAiLWhNkzSaDpS6zLbH";
const thumbprint = "SHA256:pLs1sWBeL+VVljh0MS7HTKXC3WNVEiipMJRj15UcEWg";
const other = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const jobId = randomUUID();
const [web, app, db] = [randomUUID(), randomUUID(), randomUUID()];

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-trust-"));
  database = await createTestDatabase();
  const row = (id: string, name: string) => ({
    ...{ id, identity: `${name}.example:22`, dns_host_name: `${name}.example`, ssh_port: 22 },
  });
  await database.db
    .insertInto("host")
    .values([row(web, "web"), row(app, "app"), row(db, "db")])
    .execute();
  const job = { id: jobId, created_by: "a test", created_from: "test", request_id: "1", host_count: 3 };
  await database.db.insertInto("host_scan_job").values(job).execute();
  const scans = [web, app, db].map((host_id, position) => ({
    id: randomUUID(),
    job_id: jobId,
    host_id,
    position,
  }));
  await database.db.insertInto("host_scan_host").values(scans).execute();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await database.db.deleteFrom("trust_record").execute();
  const shown = {
    protocol: "ssh",
    observed_algorithm: "ssh-ed25519",
    observed_thumbprint: thumbprint,
  } as const;
  await database.db
    .insertInto("trust_record")
    .values([
      { host_id: web, ...shown },
      { host_id: app, ...shown, pinned_thumbprint: other },
    ])
    .execute();
});

const trust = (...argv: string[]) =>
  runOn(
    captureIo({ env: { DATABASE_URL: database.connectionString, HOSTSCAN_SECRET_KEY: "0".repeat(64) } }),
    [...["host", "trust", ...argv]],
  );
const pins = async () => {
  const records = await database.db
    .selectFrom("trust_record")
    .select(["host_id", "pinned_thumbprint"])
    .execute();
  return new Map(records.map((record) => [record.host_id, record.pinned_thumbprint]));
};
async function knownHosts(...lines: string[]): Promise<string> {
  const file = join(folder, "known_hosts");
  await writeFile(file, lines.map((line) => `${line}\n`).join(""));
  return file;
}

test("several hosts are trusted by what they showed last, each once", async () => {
  const { code, out, err } = await trust("web.example", "app.example", web);
  const line = `trusted by ssh: ${thumbprint} (ssh-ed25519)\n`;
  expect({ code, out, err }).toEqual({ code: 0, out: line.repeat(2), err: "" });
  expect([...(await pins()).values()]).toEqual([thumbprint, thumbprint]);
});

test("where one of several has shown nothing, none is trusted", async () => {
  const before = await pins();
  expect(await trust("web.example", "db.example")).toEqual({
    code: 1,
    out: "",
    err: "hostscan-server: The host db.example:22 has shown nothing by ssh yet: scan it first\n",
  });
  expect(await pins()).toEqual(before);
});

test("the hosts of a job are looked at, and trusted as they were looked at", async () => {
  const before = await pins();
  const { code, out, err } = await trust("--job", jobId);
  expect(code).toBe(0);
  expect(out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["HOST", "PROTOCOL", "SHOWN", "TRUSTED SO FAR"],
    ["app.example:22", "ssh", `${thumbprint} (ssh-ed25519)`, other],
    ["web.example:22", "ssh", `${thumbprint} (ssh-ed25519)`, "-"],
    [""],
  ]);
  expect(err).toMatch(
    /^note: nothing was shown by db\.example:22\nnote: nothing is changed yet.*--reviewed [\da-f]{16}\n$/,
  );
  expect(await pins()).toEqual(before);
  const { code: reviewed } = JSON.parse((await trust("--job", jobId, "--json")).out);
  expect(err).toContain(reviewed);

  const trusted = await trust("--job", jobId, "--reviewed", reviewed);
  expect(trusted.out.split("\n")).toContain(`trusted web.example:22 by ssh: ${thumbprint} (ssh-ed25519)`);
  expect(new Set((await pins()).values())).toEqual(new Set([thumbprint]));
  expect(await trust("--job", jobId, "--reviewed", reviewed)).toMatchObject({
    code: 1,
    err: expect.stringContaining("is not what was reviewed"),
  });
  expect((await trust("--job", jobId)).err).toBe(
    "note: 2 keys are trusted already\nnote: nothing was shown by db.example:22\n",
  );
});

test("hosts are trusted by a file of known hosts, and told where it has another key", async () => {
  const file = await knownHosts(
    `web.example,db.example ssh-ed25519 ${ED}`,
    `@cert-authority * ssh-ed25519 ${ED}`,
    `@revoked app.example ssh-ed25519 ${ED}`,
  );
  const { code, out, err } = await trust("--known-hosts", file);
  expect(out).toBe(`trusted web.example:22 by ssh: ${thumbprint} (ssh-ed25519)\n`);
  expect(err.split("\n")).toEqual([
    `note: ${file}: 1 line of a certificate authority is passed over`,
    "note: nothing was shown by db.example:22: scan first",
    `warning: app.example:22 has shown ${thumbprint}, which ${file} revokes`,
    `hostscan-server: 1 host has shown another key than ${file} has, and is not trusted by it`,
    "",
  ]);
  expect(code).toBe(1);
  expect((await pins()).get(app)).toBe(other);
  expect(await trust("web.example", "--known-hosts", file, "--json")).toEqual({
    code: 0,
    out: "",
    err: expect.stringContaining("note: 1 host is trusted by the file's key already\n"),
  });
});

test("a file that names no known host says so", async () => {
  const file = await knownHosts(`elsewhere.example ssh-ed25519 ${ED}`);
  expect(await trust("--known-hosts", file)).toEqual({
    code: 0,
    out: "",
    err: `note: ${file} names no host that is known here\n`,
  });
});

test("a file that is none is refused by line, and nothing is trusted", async () => {
  const before = await pins();
  const file = await knownHosts(`web.example ssh-ed25519 ${ED}`, "web.example");
  const { code, err } = await trust("--known-hosts", file);
  expect({ code, err }).toEqual({
    code: 1,
    err: `hostscan-server: ${file}:2 is not: hosts, type and key in base64\n`,
  });
  expect(await pins()).toEqual(before);
  await writeFile(file, Buffer.from([0x80, 0xff, 0x80]));
  expect((await trust("--known-hosts", file)).err).toContain("is no text");
  expect((await trust("--known-hosts", join(folder, "gone"))).err).toContain("ENOENT");
});

test.each([
  ["nothing", [], /name hosts, or give --job or --known-hosts/],
  ["a thumbprint of several", ["web.example", "app.example", "--thumbprint", thumbprint], /is of one host/],
  ["hosts and a job", ["web.example", "--job", jobId], /but not both/],
  ["a review of no job", ["web.example", "--reviewed", "00"], /needs the --job/],
  ["a job and a file", ["--job", jobId, "--known-hosts", "x"], /cannot be used with/],
  ["a protocol and a file", ["--protocol", "rdp", "--known-hosts", "x"], /cannot be used with/],
])("%s is wrong usage", async (_, argv, reason) => {
  const { code, err } = await trust(...argv);
  expect(code).toBe(64);
  expect(err).toMatch(reason);
});
