import type { SecretBox } from "@hostscan/database";
import { vouchFor } from "@hostscan/database";
import {
  accepted,
  createTestDatabase,
  makeSecretBox,
  type TestDatabase,
  testActor,
} from "@hostscan/database/testing";
import { decodeProtectedHeader } from "jose";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTokenVerifier } from "../token-verifier.ts";
import { createSigningKeyStore, type SigningKeyStore } from "./rotate-signing-key.ts";
import { loadSigningKeys } from "./signing-key.ts";
import { createTokenStore } from "./token-store.ts";

let database: TestDatabase;
let box: SecretBox;
let store: SigningKeyStore;
beforeEach(async () => {
  database = await createTestDatabase();
  box = makeSecretBox();
  store = createSigningKeyStore(database.db, box, testActor);
});
afterEach(() => database.drop());

/** A process that looks for changes at once, or never unless it must. */
async function startProcess(known: "at once" | "never") {
  const ages = { known: known === "at once" ? 0 : Number.POSITIVE_INFINITY, unknown: 0 };
  const keys = await loadSigningKeys(database.db, box, ages);
  const tokens = createTokenStore(database.db, keys, testActor);
  const verifier = createTokenVerifier(database.db, keys);
  return {
    keys,
    verify: async (token: string) => (await verifier.verify(token)).ok,
    issue: async () =>
      accepted(await tokens.issue({ name: "t", role: "App", expiresInSeconds: 7_200 })).token,
  };
}

test("a new key signs, and tokens of the one before keep their time, on every process", async () => {
  const [one, other] = [await startProcess("at once"), await startProcess("at once")];
  const old = await one.issue();
  const id = await store.rotate({ atOnce: false });
  const young = await one.issue();
  expect(decodeProtectedHeader(young).kid).toBe(id);
  expect(decodeProtectedHeader(old).kid).not.toBe(id);
  for (const process of [one, other]) {
    expect([await process.verify(old), await process.verify(young)]).toEqual([true, true]);
  }
});

test("a process that has not noticed yet looks for a key that it does not know", async () => {
  const [one, late] = [await startProcess("at once"), await startProcess("never")];
  await store.rotate({ atOnce: false });
  expect(await late.verify(await one.issue())).toBe(true);
});

/** As if the keys that are retired had been so an hour before. */
async function retireEarlier(): Promise<void> {
  await sql`update signing_key set retired_at = retired_at - interval '61 minutes'`.execute(database.db);
  const keys = await database.db.selectFrom("signing_key").select("id").execute();
  await database.db.transaction().execute(async (trx) => {
    for (const { id } of keys) await vouchFor(trx, box, "signing_key", id);
  });
}

test("a key verifies until an hour after its last user token, and its last access token", async () => {
  const process = await startProcess("at once");
  const token = await process.issue();
  await store.rotate({ atOnce: false });
  await retireEarlier();
  expect(await store.list()).toMatchObject([{ retiredAt: null, tokens: 0 }, { tokens: 1 }]);
  expect(await process.verify(token)).toBe(true);

  await database.db.updateTable("access_token").set({ revoked_at: new Date() }).execute();
  expect(await store.list()).toHaveLength(1);
  expect(await database.db.selectFrom("signing_key").select("id").execute()).toHaveLength(2);
  await store.rotate({ atOnce: false });
  expect(await database.db.selectFrom("signing_key").select("id").execute()).toHaveLength(2);
});

test("a key that has become known is dropped at once, with all it has signed", async () => {
  const process = await startProcess("at once");
  const token = await process.issue();
  await store.rotate({ atOnce: true });
  expect(await process.verify(token)).toBe(false);
  expect(await process.verify(await process.issue())).toBe(true);
  expect(await store.list()).toHaveLength(1);
});

test("rotations at once leave one key that signs", async () => {
  await startProcess("at once");
  await Promise.all([1, 2, 3].map(() => store.rotate({ atOnce: false })));
  const signing = (await store.list()).filter(({ retiredAt }) => retiredAt === null);
  expect(signing).toHaveLength(1);
});

test("made-up keys reach the database once in a while only", async () => {
  let reads = 0;
  const counting = database.db.withPlugin({
    transformQuery: ({ node }) => {
      if (JSON.stringify(node).includes("signing_key")) reads++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const keys = await loadSigningKeys(counting, box, { known: 60_000, unknown: 60_000 });
  const before = reads;
  for (let time = 0; time < 100; time++) await keys.find(crypto.randomUUID());
  expect(reads).toBe(before);

  const eager = await loadSigningKeys(counting, box, { known: 0, unknown: 0 });
  const start = reads;
  await Promise.all(Array.from({ length: 100 }, () => eager.find(crypto.randomUUID())));
  expect(reads).toBe(start + 1);
});
