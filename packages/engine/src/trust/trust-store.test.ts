import { randomUUID } from "node:crypto";
import { readAudit } from "@hostscan/database";
import { createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, rejected } from "../../test/start-engine.ts";
import { createTrustStore, type TrustStore } from "./trust-store.ts";

const shown = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const rsa = "SHA256:2jmj7l5rSw0yVb/vlWAYkK/YBwk1lRyVIyN0AdZuWQ8";
const other = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";

let database: TestDatabase;
let trust: TrustStore;
beforeAll(async () => {
  database = await createTestDatabase();
  trust = createTrustStore(database);
});
afterAll(() => database.drop());

async function addHost(pinned: string | null = null): Promise<string> {
  const id = randomUUID();
  await database.db.insertInto("host").values({ id, identity: id, ssh_port: 22 }).execute();
  const seen = { observed_thumbprint: shown, observed_algorithm: "ssh-ed25519" };
  const row = { host_id: id, protocol: "ssh", pinned_thumbprint: pinned, ...seen } as const;
  await database.db.insertInto("trust_record").values(row).execute();
  return id;
}

test("what a host has shown is pinned, and it is kept who accepted it", async () => {
  const hostId = await addHost();
  const record = accepted(await trust.accept({ hostId: hostId.toUpperCase(), protocol: "ssh", by: "alice" }));
  expect(record).toMatchObject({
    hostId,
    protocol: "ssh",
    pinnedThumbprint: shown,
    pinnedAlgorithm: "ssh-ed25519",
    observedThumbprint: shown,
    acceptedHow: "command",
    acceptedBy: "alice",
    acceptedAt: expect.any(Date),
  });
  expect(await trust.list([hostId])).toEqual([record]);
});

test("another pin is replaced", async () => {
  const hostId = await addHost(other);
  const thumbprint = ` ${shown}=`;
  const record = accepted(await trust.accept({ hostId, protocol: "ssh", thumbprint, by: "alice" }));
  expect(record.pinnedThumbprint).toBe(shown);
});

test("who trusted what, and instead of what, is in the audit log once", async () => {
  const hostId = await addHost(other);
  for (const by of ["carol", "dave"]) accepted(await trust.accept({ hostId, protocol: "ssh", by }));
  const lines = await readAudit(database.db, { limit: 100, action: "host.trust" });
  expect(lines.filter(({ objectId }) => objectId === hostId)).toMatchObject([
    {
      actorKind: "command",
      actor: "carol",
      objectKind: "host",
      details: { protocol: "ssh", thumbprint: shown, instead: other },
    },
  ]);
});

test("what is pinned already stays as it was accepted", async () => {
  const hostId = await addHost();
  const first = accepted(await trust.accept({ hostId, protocol: "ssh", by: "alice" }));
  expect(accepted(await trust.accept({ hostId, protocol: "ssh", by: "bob" }))).toEqual(first);
});

test.each([other, "SHA256:nonsense"])(
  "a host that has shown another than %s is refused",
  async (thumbprint) => {
    const hostId = await addHost();
    const before = await trust.list([hostId]);
    expect(rejected(await trust.accept({ hostId, protocol: "ssh", thumbprint, by: "alice" }))).toEqual({
      kind: "conflict",
      detail: `The host ${hostId} has shown ${shown} by ssh, and not ${thumbprint}.`,
    });
    expect(await trust.list([hostId])).toEqual(before);
  },
);

test("a name that a host has proved by Kerberos replaces the one before, and no other does", async () => {
  const hostId = await addHost();
  const [before, now] = ["HTTP/old.example@EXAMPLE", "HTTP/web.example@EXAMPLE"];
  const row = { host_id: hostId, protocol: "kerberos", pinned_thumbprint: before } as const;
  const proved = { observed_thumbprint: now, observed_algorithm: "kerberos" };
  await database.db
    .insertInto("trust_record")
    .values({ ...row, ...proved })
    .execute();
  const request = { hostId, protocol: "kerberos", by: "alice" } as const;
  expect(rejected(await trust.accept({ ...request, thumbprint: before })).kind).toBe("conflict");
  expect(accepted(await trust.accept({ ...request, thumbprint: now })).pinnedThumbprint).toBe(now);
});

test("a host that has shown nothing is refused, pinned or not", async () => {
  const hostId = await addHost();
  await database.db
    .insertInto("trust_record")
    .values({ host_id: hostId, protocol: "winrm", pinned_thumbprint: "A1".repeat(32) })
    .execute();
  for (const protocol of ["winrm", "rdp"] as const) {
    expect(rejected(await trust.accept({ hostId, protocol, by: "alice" }))).toEqual({
      kind: "conflict",
      detail: `The host ${hostId} has shown nothing by ${protocol} yet: scan it first.`,
    });
  }
});

test.each([randomUUID(), "no id"])("the unknown host %s is refused", async (hostId) => {
  const rejection = rejected(await trust.accept({ hostId, protocol: "ssh", by: "alice" }));
  expect(rejection).toEqual({ kind: "not-found", detail: `There is no host ${hostId}.` });
});

test("each key that a host has shown can be trusted, whichever it showed last", async () => {
  const hostId = await addHost(other);
  const key = { host_id: hostId, protocol: "ssh", last_seen: new Date(0), first_seen: null } as const;
  await database.db
    .insertInto("seen_key")
    .values({ ...key, thumbprint: rsa, algorithm: "ssh-rsa" })
    .execute();
  const record = accepted(
    await trust.accept({ hostId, protocol: "ssh", thumbprint: `${rsa}=`, by: "alice" }),
  );
  expect(record).toMatchObject({
    pinnedThumbprint: rsa,
    pinnedAlgorithm: "ssh-rsa",
    observedThumbprint: shown,
  });
  expect(record.seen).toMatchObject([{ thumbprint: rsa, algorithm: "ssh-rsa" }]);
  expect(rejected(await trust.accept({ hostId, protocol: "ssh", thumbprint: other, by: "alice" }))).toEqual({
    kind: "conflict",
    detail: `The host ${hostId} has shown ${shown}, ${rsa} by ssh, and not ${other}.`,
  });
});

test("the records of no hosts are none", async () => {
  expect(await trust.list([])).toEqual([]);
});
