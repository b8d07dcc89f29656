import { randomUUID } from "node:crypto";
import { createTestDatabase } from "@hostscan/engine/testing";
import { expect, onTestFinished, test } from "vitest";
import { hostPages } from "./host-pages.ts";

async function withHosts(identities: readonly string[]) {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  for (const identity of identities) {
    await database.db.insertInto("host").values({ id: randomUUID(), identity, ssh_port: 22 }).execute();
  }
  return database.db;
}

async function pages(db: Awaited<ReturnType<typeof withHosts>>, perPage: number): Promise<string[][]> {
  const read: string[][] = [];
  for await (const page of hostPages(db, perPage)) read.push(page.map(({ identity }) => identity));
  return read;
}

test("every host comes once, by identity", async () => {
  const db = await withHosts(["c:22", "a:22", "b:22"]);
  expect(await pages(db, 2)).toEqual([["a:22", "b:22"], ["c:22"]]);
});

test("a full last page is followed by an empty one", async () => {
  const db = await withHosts(["a:22", "b:22"]);
  expect(await pages(db, 2)).toEqual([["a:22", "b:22"], []]);
});

test("no hosts are one empty page", async () => {
  expect(await pages(await withHosts([]), 2)).toEqual([[]]);
});
