import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OutOfDateError } from "../is-unavailable.ts";
import { createTestDatabase, makeSecretBox, type TestDatabase } from "../testing/index.ts";
import { type AnyRow, isIntact, lockRows, rowText, vouchFor } from "./granting-rows.ts";
import { rewriteSecrets } from "./rewrite-secrets.ts";
import { SecretKeyError } from "./secret-key.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const [box, next] = [makeSecretBox(), makeSecretBox()];
const noMac = { mac: null, mac_key_id: null };

/** Keeps a signing key whose secret is of `by`, and that `box` vouches for. */
async function keep(by = box): Promise<string> {
  const id = randomUUID();
  const sealed = by.seal({ table: "signing_key", id }, "a secret");
  await database.db
    .insertInto("signing_key")
    .values({ id, ...sealed, ...noMac, retired_at: new Date() })
    .execute();
  await database.db.transaction().execute((trx) => vouchFor(trx, box, "signing_key", id));
  return id;
}

const rotateTo = (key_id: string) =>
  database.db
    .insertInto("secret_key_state")
    .values({ key_id })
    .onConflict((on) => on.column("one").doUpdateSet({ key_id }))
    .execute();
const rowOf = (id: string) =>
  database.db.selectFrom("signing_key").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

test("a row that was not read whole has no MAC", () => {
  expect(() => rowText("recovery_code", { user_id: "1" })).toThrow("was not read");
});

test("a row is wrong under a key that nobody has, and not to be judged yet under one that is new", async () => {
  const id = await keep();
  const row = await rowOf(id);
  expect(await isIntact(database.db, box, "signing_key", row)).toBe(true);
  expect(await isIntact(database.db, next, "signing_key", row)).toBe(false);
  await rotateTo(box.keyId);
  await expect(isIntact(database.db, next, "signing_key", row)).rejects.toThrow(OutOfDateError);
});

test("under a former key nothing is vouched for", async () => {
  const id = await keep();
  const before = await rowOf(id);
  await rotateTo(next.keyId);
  const vouching = database.db.transaction().execute((trx) => vouchFor(trx, box, "signing_key", id));
  await expect(vouching).rejects.toThrow(SecretKeyError);
  expect(await rowOf(id)).toEqual(before);
});

test("a secret that does not open is counted and left as it is, and so is a row that is not trusted", async () => {
  const [opens, strange, distrusted] = [await keep(), await keep(makeSecretBox()), await keep()];
  const before = [await rowOf(strange), await rowOf(distrusted)];
  const trusts = (_: string, row: AnyRow) => row["id"] !== distrusted;
  const rewritten = await database.db
    .transaction()
    .execute((trx) => rewriteSecrets(trx, { from: box, to: next, trusts }));
  expect(rewritten).toEqual({ secrets: 1, rows: 2, changed: 2 });
  expect(next.open({ table: "signing_key", id: opens }, await rowOf(opens))).toBe("a secret");
  expect(await rowOf(strange)).toMatchObject({ secret: before[0]?.secret, mac_key_id: next.keyId });
  expect(await rowOf(distrusted)).toEqual(before[1]);
  const rows = await database.db
    .transaction()
    .execute((trx) => lockRows(trx, "signing_key", [opens, strange]));
  expect(rows.map((row) => next.judge(rowText("signing_key", row), row))).toEqual(["right", "right"]);
});
