import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { checkSecretKey } from "./check-secret-key.ts";
import { SecretBox } from "./secret-box.ts";
import { SecretKey } from "./secret-key.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("any key fits an empty database, and then only the one that was used", async () => {
  const { db } = database;
  const [key, other] = [new SecretKey(randomBytes(32)), new SecretKey(randomBytes(32))];
  await checkSecretKey(db, key);
  const id = randomUUID();
  await db
    .insertInto("signing_key")
    .values({ id, ...new SecretBox(key).seal({ table: "signing_key", id }, "secret") })
    .execute();
  await checkSecretKey(db, key);
  await expect(checkSecretKey(db, other)).rejects.toThrow(
    `were made with secret key ${key.id}, and this is ${other.id}: bring back the former key`,
  );
});
