import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateToLatest } from "../migrate.ts";
import { createEmptyDatabase, type TestDatabase } from "../testing/index.ts";
import { migrations } from "./index.ts";

const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0009"));
const issuer = "https://login.example";
const pin = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const [key, token, user] = [randomUUID(), randomUUID(), randomUUID()];

/** A host's first job: who made it, by what, and what the audit log tells of that. */
interface Made {
  readonly by: string;
  readonly from?: string;
  readonly audited?: { readonly kind: string; readonly id: string };
  /** Days after the host was made. */
  readonly later?: number;
}

const cases: readonly (readonly [string, Made, string | null])[] = [
  ["an App's", { by: "portal", audited: { kind: "token", id: key } }, "app:portal"],
  ["a token's", { by: "portal", audited: { kind: "token", id: token } }, "token:portal"],
  ["a user's", { by: "alice", audited: { kind: "user", id: user } }, "user:alice"],
  [
    "a provider's",
    { by: "alice", audited: { kind: "token", id: `${issuer} 47, 11` } },
    `oidc:${issuer}#47%2C 11`,
  ],
  ["one whose key is gone", { by: "portal", audited: { kind: "token", id: randomUUID() } }, null],
  ["one without a line, of a name that one kind bears", { by: "alice" }, "user:alice"],
  ["one without a line, of a name that two kinds bear", { by: "portal" }, null],
  ["one without a line, of a name that nobody bears", { by: "somebody" }, null],
  ["one whose first jobs are gone", { by: "alice", audited: { kind: "user", id: user }, later: 40 }, null],
  [
    "one that was known already",
    { by: "alice", from: "ByHostId", audited: { kind: "user", id: user } },
    null,
  ],
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createEmptyDatabase();
  const { db } = database;
  await migrateToLatest(db, before);
  await sql`
    insert into application_key (id, name, prefix, digest, expires_at) values (${key}, 'portal', 'p', '', now())`.execute(
    db,
  );
  await sql`insert into access_token (id, name, role, expires_at) values (${token}, 'portal', 'App', now())`.execute(
    db,
  );
  await sql`
    insert into app_user (id, login, display_name, role, password_hash, secret, key_id)
    values (${user}, 'alice', 'Alice', 'App', '', '', '')`.execute(db);
  for (const [name, made] of cases) await makeHost(name, made);
  await migrateToLatest(db);
});
afterAll(() => database.drop());

async function makeHost(name: string, { by, from = "PostListOfIdsAsync", audited, later = 0 }: Made) {
  const { db } = database;
  const host = randomUUID();
  await sql`
    insert into host (id, identity, ssh_port, ip_address, trust_action, accept_first_discovery)
    values (${host}, ${name}, 2222, '10.0.0.1', 1, true)`.execute(db);
  await sql`
    insert into trust_record (host_id, protocol, pinned_thumbprint, accepted_how, accepted_by, accepted_at)
    values (${host}, 'ssh', ${pin}, 'command', 'root', now())`.execute(db);
  // A younger job of another is nobody's claim to the host.
  for (const [createdBy, days, status] of [
    [by, later, 0],
    ["bob", later + 1, 2],
  ] as const) {
    const job = randomUUID();
    await sql`
      insert into host_scan_job (id, created_by, created_from, request_id, host_count, created_at)
      values (${job}, ${createdBy}, ${from}, '1', 1, now() + ${days} * interval '1 day')`.execute(db);
    await sql`
      insert into host_scan_host (id, job_id, host_id, position, status)
      values (${randomUUID()}, ${job}, ${host}, 0, ${status})`.execute(db);
    if (createdBy !== by || audited === undefined) continue;
    // A call that schedules several jobs has one line.
    const several = JSON.stringify({ jobIds: [randomUUID(), job] });
    const [object, details] = later === 0 ? [job, "{}"] : [null, several];
    await sql`
      insert into audit (actor_kind, actor, actor_id, action, object_kind, object_id, details)
      values (${audited.kind}, ${by}, ${audited.id}, 'job.schedule', 'job', ${object}, ${details}::jsonb)`.execute(
      db,
    );
  }
}

test.each(cases)(
  "of hosts that were there before, %s has the owner that it should",
  async (name, _made, owner) => {
    const { rows } = await sql`select owner from host where identity = ${name}`.execute(database.db);
    expect(rows).toEqual([{ owner }]);
  },
);

test("jobs are their callers', also those whose line names several", async () => {
  const { rows } = await sql`
    select job.caller from host_scan_job as job join host_scan_host as scan on scan.job_id = job.id
    join host on host.id = scan.host_id where identity = 'one whose first jobs are gone' order by job.created_at`.execute(
    database.db,
  );
  expect(rows).toEqual([{ caller: "user:alice" }, { caller: null }]);
});

test("what waits to be scanned is scanned as it was to be, and what has ended takes no room", async () => {
  const { rows } = await sql`
    select distinct scan.status, scan.target from host_scan_host as scan order by scan.status`.execute(
    database.db,
  );
  const target = { address: "10.0.0.1", port: 2222, trustAction: 1, acceptFirstDiscovery: true };
  const keys = { ssh: { pinned: pin, learnt: pin, learnings: 1 } };
  expect(rows).toEqual([
    { status: 0, target: { ...target, keys } },
    { status: 2, target: null },
  ]);
});
