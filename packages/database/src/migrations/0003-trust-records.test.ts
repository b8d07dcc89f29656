import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateToLatest } from "../migrate.ts";
import { createEmptyDatabase, type TestDatabase } from "../testing/index.ts";
import * as initial from "./0001-initial.ts";

const ssh = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const otherSsh = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
const tls = "A1".repeat(32);
const [winrm, rdp, sshType] = [0, 1, 2];

let database: TestDatabase;
beforeAll(async () => {
  database = await createEmptyDatabase();
  await migrateToLatest(database.db, { "0001-initial": initial });
});
afterAll(() => database.drop());

const before = [
  { name: "nothing", type: null, trusted: null, discovered: null },
  { name: "discovered", type: null, trusted: null, discovered: ssh },
  { name: "trusted", type: null, trusted: ssh, discovered: null },
  { name: "the same", type: sshType, trusted: ssh, discovered: ssh },
  { name: "changed", type: null, trusted: ssh, discovered: otherSsh },
  { name: "an SSH key by its form", type: winrm, trusted: ssh, discovered: ssh },
  { name: "WinRM", type: winrm, trusted: tls, discovered: null },
  { name: "RDP, scanned by SSH", type: rdp, trusted: tls, discovered: ssh },
  { name: "an odd SSH pin", type: winrm, platform: "Linux", trusted: tls, discovered: ssh },
];
const after = [
  { name: "an odd SSH pin", protocol: "ssh", pinned: tls, observed: ssh },
  { name: "an SSH key by its form", protocol: "ssh", pinned: ssh, observed: ssh },
  { name: "changed", protocol: "ssh", pinned: ssh, observed: otherSsh },
  { name: "discovered", protocol: "ssh", pinned: null, observed: ssh },
  { name: "RDP, scanned by SSH", protocol: "rdp", pinned: tls, observed: null },
  { name: "RDP, scanned by SSH", protocol: "ssh", pinned: null, observed: ssh },
  { name: "the same", protocol: "ssh", pinned: ssh, observed: ssh },
  { name: "trusted", protocol: "ssh", pinned: ssh, observed: null },
  { name: "WinRM", protocol: "winrm", pinned: tls, observed: null },
];

test("thumbprints of hosts become trust records, and nobody is said to have accepted them", async () => {
  const { db } = database;
  const rows = JSON.stringify(before.map((row) => ({ id: randomUUID(), port: 22, ...row })));
  await sql`
    insert into host (id, identity, ssh_port, platform, certificate_type, trusted_thumbprint, discovered_thumbprint)
    select * from json_to_recordset(${rows}) as host (
      id uuid, name text, port integer, platform text, type smallint, trusted text, discovered text
    )`.execute(db);
  await migrateToLatest(db);
  const records = await sql`
    select identity as name, protocol, pinned_thumbprint as pinned, observed_thumbprint as observed
    from trust_record join host on host.id = host_id
    where num_nonnulls(accepted_how, accepted_by, accepted_at, first_seen, last_seen) = 0
    order by lower(identity), protocol`.execute(db);
  expect(records.rows).toEqual(after);
  const columns = await sql<{ name: string }>`
    select column_name as name from information_schema.columns where table_name = 'host'`.execute(db);
  expect(columns.rows.filter(({ name }) => name.endsWith("thumbprint"))).toEqual([]);
});

test("an acceptance without a pin, or without who and when, is refused", async () => {
  const { db } = database;
  const id = randomUUID();
  await db.insertInto("host").values({ id, identity: id, ssh_port: 22 }).execute();
  const row = { host_id: id, protocol: "ssh", accepted_how: "command" } as const;
  const insert = (more: object) =>
    db
      .insertInto("trust_record")
      .values({ ...row, ...more })
      .execute();
  await expect(insert({ pinned_thumbprint: ssh })).rejects.toMatchObject({ code: "23514" });
  await expect(insert({ accepted_by: "alice", accepted_at: new Date() })).rejects.toMatchObject({
    code: "23514",
  });
});
