import { createEmptyDatabase, createTestDatabase } from "@hostscan/database/testing";
import { expect, onTestFinished, test } from "vitest";
import { databaseCheck } from "./run-server.ts";

test("a database with our tables answers", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  expect(await databaseCheck(database.db).check()).toBe(true);
});

test("one without them does not", async () => {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  expect(await databaseCheck(database.db).check()).toBe(false);
});

test("one that takes too long does not", async () => {
  const database = await createTestDatabase();
  const blocked = await database.db.startTransaction().execute();
  onTestFinished(async () => {
    await blocked.rollback().execute();
    await database.drop();
  });
  await blocked.schema.alterTable("host").addColumn("held", "integer").execute();
  expect(await databaseCheck(database.db, 50).check()).toBe(false);
});
