import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine, type TestEngine } from "../../test/start-engine.ts";
import { pauseCredential } from "./pause-credential.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());

async function refuse(credentialId: string, name: string, secondsAgo: number): Promise<void> {
  const id = randomUUID();
  const { db } = engine.database;
  await sql`
    insert into host (id, identity, dns_host_name, ssh_port, trust_action, accept_first_discovery)
    values (${id}, ${`${name}:22`}, ${name}, 22, 2, false)`.execute(db);
  await sql`
    insert into login_refusal (credential_id, host_id, party, pinned, in_a_row, counted, refused_at)
    values (${credentialId}, ${id}, '', false, 1, 1, now() - make_interval(secs => ${secondsAgo}))`.execute(
    db,
  );
}

const pause = (credentialId: string) =>
  engine.database.db
    .transaction()
    .execute((trx) => pauseCredential(trx, { credentialId, hostScanHostId: randomUUID() }));
const pausedBy = async (id: string) =>
  (await engine.credentials.find(id))?.pausedBy ?? expect.fail("by nothing that is named");

test("of many hosts that have refused a credential, the latest are named", async () => {
  const id = await engine.addCredential("many");
  for (let at = 1; at <= 7; at += 1) await refuse(id, `many${at}.local`, at);
  const all = [1, 2, 3, 4, 5, 6].map((at) => `many${at}.local`);
  expect(await pause(id)).toMatchObject({ credentialId: id, credential: "many", refusedBy: all });
  expect(await pausedBy(id)).toBe(
    "many1.local, many2.local, many3.local, many4.local, many5.local and others",
  );
});

test("a credential that is paused already stays so, by the same hosts", async () => {
  const id = await engine.addCredential("twice");
  await refuse(id, "twice1.local", 1);
  expect(await pause(id)).toMatchObject({ refusedBy: ["twice1.local"] });
  await refuse(id, "twice2.local", 0);
  expect(await pause(id)).toBeUndefined();
  expect(await pausedBy(id)).toBe("twice1.local");
});

test("where no refusal counts any more, no host is named", async () => {
  const id = await engine.addCredential("none");
  expect(await pause(id)).toMatchObject({ credential: "none", refusedBy: [] });
  expect(await engine.credentials.find(id)).toMatchObject({ pausedAt: expect.any(Date), pausedBy: null });
});
