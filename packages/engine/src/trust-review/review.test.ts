import { randomUUID } from "node:crypto";
import { readAudit } from "@hostscan/database";
import { createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, rejected } from "../../test/start-engine.ts";
import { createTrustStore, type TrustStore } from "../trust/trust-store.ts";
import type { KnownKey } from "./known-hosts.ts";
import { reviewJob, reviewKnownHosts } from "./review.ts";

const ed = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const rsa = "SHA256:2jmj7l5rSw0yVb/vlWAYkK/YBwk1lRyVIyN0AdZuWQ8";
const tls = "A1".repeat(32);

let database: TestDatabase;
let source: TestDatabase & { readonly trust: TrustStore };
const jobId = randomUUID();
/** Of hosts a to d, in this order. */
let ids: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  source = { ...database, trust: createTrustStore(database) };
  const job = { id: jobId, created_by: "a test", created_from: "test", request_id: "1", host_count: 3 };
  await database.db.insertInto("host_scan_job").values(job).execute();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { db } = database;
  for (const table of ["host_scan_host", "trust_record", "seen_key", "host"] as const)
    await db.deleteFrom(table).execute();
  const hosts = ["a", "b", "c", "d"].map((name) => ({
    ...{ id: randomUUID(), identity: `${name}.example:22`, dns_host_name: `${name}.example`, ssh_port: 22 },
  }));
  ids = hosts.map(({ id }) => id);
  await db.insertInto("host").values(hosts).execute();
  await db
    .insertInto("host_scan_host")
    .values(
      ids.slice(0, 3).map((host_id, position) => ({ id: randomUUID(), job_id: jobId, host_id, position })),
    )
    .execute();
  const [a = "", b = "", , d = ""] = ids;
  const shown = { observed_thumbprint: ed, observed_algorithm: "ssh-ed25519", last_seen: new Date(1) };
  await db
    .insertInto("trust_record")
    .values([
      { host_id: a, protocol: "ssh", ...shown, pinned_thumbprint: rsa, pinned_algorithm: "ssh-rsa" },
      { host_id: a, protocol: "winrm", observed_thumbprint: tls, last_seen: new Date(1) },
      { host_id: b, protocol: "ssh", ...shown, pinned_thumbprint: ed },
      { host_id: d, protocol: "ssh", ...shown },
    ])
    .execute();
  const seen = { protocol: "ssh", thumbprint: rsa, algorithm: "ssh-rsa", last_seen: new Date(0) } as const;
  await db
    .insertInto("seen_key")
    .values({ host_id: d, ...seen })
    .execute();
});

const known = (names: readonly string[], thumbprint: string, revoked = false): KnownKey => ({
  ...{ line: 1, algorithm: "ssh-rsa", thumbprint, revoked },
  isOf: (called) => called.some((name) => names.includes(name)),
  weight: 1,
});
const pinned = async () =>
  (await source.trust.list(ids)).map(({ pinnedThumbprint }) => pinnedThumbprint).toSorted();

test("of a job is told what its hosts have shown, and what of it is trusted already", async () => {
  const review = accepted(await reviewJob(source, jobId.toUpperCase()));
  const host = { hostId: ids[0], identity: "a.example:22" };
  expect(review).toEqual({
    keys: [
      { ...host, protocol: "ssh", thumbprint: ed, algorithm: "ssh-ed25519", instead: rsa },
      { ...host, protocol: "winrm", thumbprint: tls, algorithm: null, instead: null },
    ],
    trusted: 1,
    silent: ["c.example:22"],
    code: expect.stringMatching(/^[\da-f]{16}$/),
  });
  const bySsh = accepted(await reviewJob(source, jobId, "winrm"));
  expect(bySsh).toMatchObject({ keys: [{ protocol: "winrm" }], silent: ["b.example:22", "c.example:22"] });
  expect(bySsh.code).not.toBe(review.code);
  expect(rejected(await reviewJob(source, "nobody"))).toMatchObject({ kind: "not-found" });
});

test("the code of a review is another one where a host shows something else", async () => {
  const code = async () => accepted(await reviewJob(source, jobId)).code;
  const before = await code();
  expect(await code()).toBe(before);
  await database.db
    .updateTable("trust_record")
    .set({ observed_thumbprint: rsa })
    .where("host_id", "=", ids[1] ?? "")
    .execute();
  expect(await code()).not.toBe(before);
});

test("what was reviewed is trusted at once, and a second time is nothing new", async () => {
  const { keys } = accepted(await reviewJob(source, jobId));
  for (const by of ["alice", "bob"]) accepted(await source.trust.acceptAll(keys, by));
  const records = await source.trust.list(ids.slice(0, 1));
  const by = { acceptedHow: "command", acceptedBy: "alice", acceptedAt: expect.any(Date) };
  expect(records).toMatchObject([
    { protocol: "ssh", pinnedThumbprint: ed, pinnedAlgorithm: "ssh-ed25519", ...by },
    { protocol: "winrm", pinnedThumbprint: tls, pinnedAlgorithm: null, ...by },
  ]);
  const lines = await readAudit(database.db, { limit: 100, action: "host.trust" });
  expect(lines.map(({ actor, objectId, details }) => ({ actor, objectId, details }))).toEqual(
    expect.arrayContaining([
      { actor: "alice", objectId: ids[0], details: { protocol: "ssh", thumbprint: ed, instead: rsa } },
      { actor: "alice", objectId: ids[0], details: { protocol: "winrm", thumbprint: tls, instead: null } },
    ]),
  );
  expect(lines).toHaveLength(2);
  expect(await source.trust.acceptAll([], "alice")).toEqual({ ok: true, value: undefined });
});

test("where one of them was not shown, none is trusted", async () => {
  const { keys } = accepted(await reviewJob(source, jobId));
  const before = await pinned();
  const [first] = keys;
  const wrong = {
    ...(first ?? expect.fail("no key")),
    hostId: ids[3] ?? "",
    identity: "d.example:22",
    thumbprint: tls,
  };
  const none = { ...wrong, hostId: ids[2] ?? "", identity: "c.example:22" };
  for (const bad of [wrong, none])
    expect(rejected(await source.trust.acceptAll([...keys, bad], "alice"))).toMatchObject({
      kind: "conflict",
      detail: `The host ${bad.identity} has not shown ${tls} by ssh.`,
    });
  expect(await pinned()).toEqual(before);
});

test("a file of known hosts tells which of the keys shown is right", async () => {
  const all = ["a.example", "b.example", "c.example", "d.example"];
  expect(await reviewKnownHosts(source, [known(all, ed)])).toMatchObject({
    keys: [
      { identity: "a.example:22", protocol: "ssh", thumbprint: ed, instead: rsa },
      { identity: "d.example:22", thumbprint: ed, algorithm: "ssh-ed25519", instead: null },
    ],
    trusted: 1,
    silent: ["c.example:22"],
    others: [],
  });
  // The host has shown both; the last one is not in the file.
  expect(await reviewKnownHosts(source, [known(["d.example"], rsa)])).toMatchObject({
    keys: [{ identity: "d.example:22", thumbprint: rsa, algorithm: "ssh-rsa" }],
    ...{ trusted: 0, silent: [], others: [] },
  });
  expect(await reviewKnownHosts(source, [known(all, ed)], [ids[3] ?? ""])).toMatchObject({
    keys: [{ identity: "d.example:22" }],
    ...{ trusted: 0, silent: [] },
  });
});

test("a host that shows another key than the file has, or one that it revokes, is told", async () => {
  const hosts = [known(["a.example"], rsa), known(["d.example"], ed), known(["d.example"], rsa, true)];
  expect(await reviewKnownHosts(source, hosts)).toEqual({
    keys: [],
    trusted: 0,
    silent: [],
    others: [
      { hostId: ids[0], identity: "a.example:22", thumbprint: ed, revoked: false },
      { hostId: ids[3], identity: "d.example:22", thumbprint: rsa, revoked: true },
    ],
  });
});
