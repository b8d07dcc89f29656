import { randomUUID } from "node:crypto";
import type { ObservedKey } from "@hostscan/scanner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { recordScans } from "./record-scan.ts";

const key: ObservedKey = {
  protocol: "ssh",
  thumbprint: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I",
  algorithm: "ssh-ed25519",
};
const facts = { name: "web", os: "Debian", version: "12", ipAddress: "10.0.0.1" };

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());

async function state(dnsHostName: string, settings: object = {}): Promise<string> {
  const job = accepted(await engine.jobs.createJob([{ dnsHostName, credentialId, ...settings }], context));
  return job.hostScanHostStatus?.[0]?.hostId ?? "";
}
const record = (hostId: string, ip_address: string | null) =>
  engine.database.db
    .transaction()
    .execute((trx) =>
      recordScans(trx, [
        { place: { hostId, jobId: randomUUID(), ip_address }, facts, keys: [key], pins: [key] },
      ]),
    );
const records = (hostId: string) =>
  engine.database.db.selectFrom("trust_record").selectAll().where("host_id", "=", hostId).execute();

test("a first key is pinned, learnt and audited once", async () => {
  const hostId = await state("first.local");
  await record(hostId, null);
  await record(hostId, null);
  expect(await records(hostId)).toMatchObject([
    { pinned_thumbprint: key.thumbprint, learnt_thumbprint: key.thumbprint, learnings: 1 },
  ]);
  const lines = await engine.database.db
    .selectFrom("audit")
    .select(["actor_kind", "details"])
    .where("object_id", "=", hostId)
    .where("action", "=", "host.change")
    .execute();
  expect(lines).toEqual([
    {
      actor_kind: "worker",
      details: {
        ...{ identity: "first.local:22", setting: "trustedThumbprint", from: null, to: key.thumbprint },
        ...{ protocol: "ssh", job: expect.any(String) },
      },
    },
  ]);
});

test.each([
  ["to another address", null, "10.0.0.2"],
  ["from one address to another", "10.0.0.1", "10.0.0.2"],
])("a scan says nothing of a host that was moved since, %s", async (_, before, after) => {
  const name = `moved-from-${before}.local`;
  const hostId = await state(name, { ipAddress: before });
  await state(name, { ipAddress: after });
  await record(hostId, before);
  expect(await records(hostId)).toEqual([]);
  const host = await engine.database.db
    .selectFrom("host")
    .selectAll()
    .where("id", "=", hostId)
    .executeTakeFirst();
  expect(host).toMatchObject({ name: null, observed_ip_address: null, last_scanned_at: null });
  await record(hostId, after);
  expect(await records(hostId)).toHaveLength(1);
});

test("keys of several types are kept, of one that makes them up the last eight and the pinned one", async () => {
  const hostId = await state("several.local");
  const show = (thumbprint: string, algorithm: string) =>
    engine.database.db.transaction().execute((trx) => {
      const shown = { protocol: "ssh", thumbprint, algorithm } as const;
      const place = { hostId, jobId: randomUUID(), ip_address: null };
      return recordScans(trx, [
        { place, facts, keys: [shown], pins: thumbprint === "pinned" ? [shown] : [] },
      ]);
    });
  await show("pinned", "ssh-rsa");
  for (let made = 0; made < 12; made += 1) await show(`made up ${made}`, "ssh-ed25519");
  await show("made up 11", "ssh-ed25519");
  const kept = await engine.database.db
    .selectFrom("seen_key")
    .select("thumbprint")
    .where("host_id", "=", hostId)
    .orderBy("last_seen", "desc")
    .execute();
  const last = Array.from({ length: 8 }, (_, back) => `made up ${11 - back}`);
  expect(kept.map(({ thumbprint }) => thumbprint)).toEqual([...last, "pinned"]);
});
