import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { runOn } from "../../test/installation-env.ts";

const scanned = { name: "web", os: "Debian GNU/Linux", version: "12", last_scanned_at: new Date(0) };
const ids = [randomUUID(), randomUUID()] as const;

const shown = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const former = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
const tls = "A1".repeat(32);
const EPOCH = "1970-01-01T00:00:00.000Z";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const rows = [
    { id: ids[0], identity: "web.example:22", owner: "app:portal", ssh_port: 22, ...scanned },
    { id: ids[1], identity: "[2001:db8::1]:2022", ssh_port: 2022 },
  ];
  await database.db.insertInto("host").values(rows).execute();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom("trust_record").execute();
  const seen = {
    observed_thumbprint: shown,
    observed_algorithm: "ssh-ed25519",
    first_seen: new Date(0),
    last_seen: new Date(0),
  };
  const pinned = { pinned_thumbprint: former, pinned_algorithm: "ssh-rsa" };
  const accepted = { accepted_how: "request", accepted_by: "ci\u001b[2J", accepted_at: new Date(0) } as const;
  await database.db
    .insertInto("trust_record")
    .values([
      { host_id: ids[0], protocol: "ssh", ...seen, ...pinned, ...accepted },
      { host_id: ids[0], protocol: "winrm", pinned_thumbprint: tls },
      { host_id: ids[1], protocol: "ssh", ...seen },
    ])
    .execute();
});

const host = (...argv: string[]) => {
  const env = { DATABASE_URL: database.connectionString, HOSTSCAN_SECRET_KEY: "0".repeat(64) };
  return runOn(captureIo({ env }), ["host", ...argv]);
};
const cellsOf = (out: string) => out.split("\n").map((line) => line.split(/ {2,}/));

test("list shows what the last good scan told, and whether the host's keys are trusted", async () => {
  const { code, out } = await host("list");
  expect(code).toBe(0);
  expect(cellsOf(out)).toEqual([
    ["ID", "HOST", "OWNER", "CREDENTIAL", "NAME", "OS", "VERSION", "LAST SCANNED", "LAST STATUS", "TRUST"],
    [ids[1], "[2001:db8::1]:2022", "admins", "-", "-", "-", "-", "-", "-", "ssh not trusted"],
    [
      ids[0],
      "web.example:22",
      "app:portal",
      "-",
      "web",
      "Debian GNU/Linux",
      "12",
      EPOCH,
      "-",
      "ssh changed, winrm trusted",
    ],
    [""],
  ]);
});

test("list --json prints an object a line, with the records of trust", async () => {
  const { out } = await host("list", "--json");
  const hosts = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(hosts).toMatchObject([
    { identity: "[2001:db8::1]:2022", os: null, trust: [{ protocol: "ssh", observedThumbprint: shown }] },
    {
      identity: "web.example:22",
      os: "Debian GNU/Linux",
      trust: [
        { protocol: "ssh", pinnedThumbprint: former, acceptedHow: "request", firstSeen: EPOCH },
        { protocol: "winrm", pinnedThumbprint: tls, observedThumbprint: null },
      ],
    },
  ]);
});

test("show tells all that is known of a host and of its keys", async () => {
  const { code, out } = await host("show", ids[0].toUpperCase());
  expect(code).toBe(0);
  expect(cellsOf(out)).toEqual([
    ["ID", ids[0]],
    ["HOST", "web.example:22"],
    ["OWNER", "app:portal"],
    ["CREDENTIAL", "-"],
    ["NAME", "web"],
    ["OS", "Debian GNU/Linux"],
    ["VERSION", "12"],
    ["LAST SCANNED", EPOCH],
    ["LAST STATUS", "-"],
    ["TRUST", "ssh changed, winrm trusted"],
    ["ADDRESS", "-"],
    ["PLATFORM", "-"],
    ["LAST FAILURE", "-"],
    ["SSH PINNED", `${former} (ssh-rsa)`],
    ["SSH ACCEPTED", `${EPOCH} by request: ci\\u001b[2J`],
    ["SSH OBSERVED", `${shown} (ssh-ed25519)`],
    ["SSH FIRST SEEN", EPOCH],
    ["SSH LAST SEEN", EPOCH],
    ["WINRM PINNED", tls],
    ["WINRM ACCEPTED", "-"],
    ["WINRM OBSERVED", "-"],
    ["WINRM FIRST SEEN", "-"],
    ["WINRM LAST SEEN", "-"],
    [""],
  ]);
});

test("show --json prints an object", async () => {
  const { out } = await host("show", ids[1], "--json");
  expect(JSON.parse(out)).toMatchObject({ id: ids[1], trust: [{ protocol: "ssh", pinnedThumbprint: null }] });
});

test("trust trusts what the host showed, says what it is, and keeps who said so", async () => {
  const { code, out, err } = await host("trust", ids[0]);
  expect({ code, out, err }).toEqual({ code: 0, out: `trusted by ssh: ${shown} (ssh-ed25519)\n`, err: "" });
  const { trust } = JSON.parse((await host("show", ids[0], "--json")).out);
  expect(trust[0]).toMatchObject({
    pinnedThumbprint: shown,
    acceptedHow: "command",
    acceptedBy: userInfo().username,
    acceptedAt: expect.any(String),
  });
});

test("trust --json prints the record", async () => {
  const { out } = await host("trust", ids[1], "--protocol", "ssh", "--thumbprint", `${shown}=`, "--json");
  expect(JSON.parse(out)).toMatchObject({ hostId: ids[1], protocol: "ssh", pinnedThumbprint: shown });
});

test.each([
  [
    "another thumbprint than was shown",
    [ids[0], "--thumbprint", former],
    /has shown SHA256:uNi\S+ by ssh, and not/,
  ],
  ["what was never shown", [ids[0], "--protocol", "winrm"], /has shown nothing by winrm yet: scan it first/],
  ["an unknown host", ["nobody"], /There is no host nobody/],
])("trust refuses %s", async (_, argv, reason) => {
  const before = (await host("list", "--json")).out;
  const { code, out, err } = await host("trust", ...argv);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(reason);
  expect((await host("list", "--json")).out).toBe(before);
});

test("a protocol that there is not is wrong usage", async () => {
  expect(await host("trust", ids[0], "--protocol", "telnet")).toMatchObject({ code: 64 });
});

test("list shows those that all filters hold for", async () => {
  const found = async (...filters: string[]) => {
    const { code, out } = await host("list", "--json", ...filters.flatMap((filter) => ["--filter", filter]));
    expect(code).toBe(0);
    return out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line).identity]));
  };
  expect(await found("name=WEB*", "owner=app:portal", "credential=", "status=", "platform=")).toEqual([
    "web.example:22",
  ]);
  expect(await found("owner=admins")).toEqual(["[2001:db8::1]:2022"]);
  expect(await found("owner=")).toEqual(["[2001:db8::1]:2022"]);
  expect(await found("platform=Linux")).toEqual([]);
  expect(await found("status=Failed")).toEqual([]);
});

test.each([
  ["is none", "os=Debian", /--filter os=Debian is none of name=, platform=/],
  ["has no value", "name", /--filter name is none of/],
  ["names a platform that is none", "platform=linux", /must be one of Linux, Cisco, Windows/],
  ["names a status that is none", "status=CompletedWithErrors", /must be one of Queued/],
])("a filter that %s is wrong usage", async (_, filter, reason) => {
  const refused = await host("list", "--filter", filter);
  expect(refused).toMatchObject({ code: 64, out: "" });
  expect(refused.err).toMatch(reason);
});

test("a filter that is stated twice is wrong usage", async () => {
  expect(await host("list", "--filter", "name=a", "--filter", "name=b")).toMatchObject({ code: 64 });
});

test("show tells of the last scan that failed", async () => {
  const { db } = database;
  const job = {
    id: randomUUID(),
    created_by: "a test",
    created_from: "test",
    request_id: "1",
    host_count: 1,
  };
  await db.insertInto("host_scan_job").values(job).execute();
  const ended = {
    finished_at: new Date(0),
    status: 3,
    failure_reason: 5,
    status_description: "Failed: so.",
  } as const;
  await db
    .insertInto("host_scan_host")
    .values({ id: randomUUID(), job_id: job.id, host_id: ids[1], position: 0, ...ended })
    .execute();
  const cells = cellsOf((await host("show", ids[1])).out);
  expect(cells).toContainEqual(["LAST STATUS", "Failed"]);
  expect(cells).toContainEqual(["LAST FAILURE", `${EPOCH} AccessDenied`]);
  expect(cells).toContainEqual(["FAILED BECAUSE", "Failed: so."]);
  expect(cells).toContainEqual(["FAILED IN JOB", job.id]);
  await db.deleteFrom("host_scan_job").where("id", "=", job.id).execute();
});

test("show fails for an unknown host", async () => {
  expect(await host("show", "nobody")).toEqual({
    code: 1,
    out: "",
    err: "hostscan-server: There is no host nobody\n",
  });
});

test("remove forgets hosts, all or none of them, and says what went with them", async () => {
  const names = ["gone", "history", "busy"] as const;
  const [gone, history, busy] = names.map((name) => ({
    id: randomUUID(),
    identity: `${name}.example:22`,
    dns_host_name: `${name}.example`,
    ssh_port: 22,
  }));
  if (!gone || !history || !busy) expect.fail("no hosts");
  const { db } = database;
  await db.insertInto("host").values([gone, history, busy]).execute();
  for (const { id: host_id } of [history, busy]) {
    const job = {
      id: randomUUID(),
      created_by: "a test",
      created_from: "test",
      request_id: "1",
      host_count: 1,
    };
    await db.insertInto("host_scan_job").values(job).execute();
    const finished_at = host_id === busy.id ? null : new Date();
    const scan = { id: randomUUID(), job_id: job.id, host_id, position: 0, finished_at };
    await db.insertInto("host_scan_host").values(scan).execute();
  }
  const refused = await host("remove", gone.id, "busy.example", "--with-history");
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringMatching(/busy\.example:22 has jobs that have not ended/),
  });
  expect(await host("remove", "history.example")).toMatchObject({
    err: expect.stringMatching(/--with-history/),
  });
  const removed = await host("remove", gone.id, "history.example", "--with-history");
  expect(removed).toMatchObject({
    code: 0,
    out: "removed gone.example:22\nremoved history.example:22 and 1 scan of it\n",
  });
  expect(await host("remove", gone.id)).toMatchObject({ code: 1, err: expect.stringMatching(/no host/) });
  const left = await db.selectFrom("host").select("id").where("id", "in", [gone.id, history.id]).execute();
  expect(left).toEqual([]);
  await db.deleteFrom("host_scan_job").execute();
  await db.deleteFrom("host").where("id", "=", busy.id).execute();
});
