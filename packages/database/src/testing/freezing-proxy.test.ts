import { sql } from "kysely";
import { expect, inject, test } from "vitest";
import { openDatabase } from "../open-database.ts";
import { startFreezingProxy } from "./freezing-proxy.ts";

test("connections that are frozen stay silent, and later ones do not", async () => {
  await using proxy = await startFreezingProxy(inject("postgresUrl"));
  const { connectionString } = proxy;
  const { db } = openDatabase({ connectionString, onIdleError: () => undefined });
  await sql`select 1`.execute(db);
  expect(proxy.freeze()).toBe(1);
  expect(proxy.freeze()).toBe(0);
  let answered = false;
  const silent = sql`select 2`.execute(db).finally(() => {
    answered = true;
  });
  await sql`select 3`.execute(db);
  expect(answered).toBe(false);
  await proxy.stop();
  await expect(silent).rejects.toThrow();
  await db.destroy();
});

test("a connection is frozen by what is sent over it, and that is not forwarded", async () => {
  await using proxy = await startFreezingProxy(inject("postgresUrl"));
  const { connectionString } = proxy;
  const { db } = openDatabase({ connectionString, onIdleError: () => undefined });
  const frozen = proxy.freezeAt("select 2");
  await sql`select 1`.execute(db);
  const silent = sql`select 2`.execute(db);
  silent.catch(() => undefined);
  await frozen;
  await sql`select 2`.execute(db);
  await proxy.stop();
  await expect(silent).rejects.toThrow("Connection terminated");
  await db.destroy();
});
