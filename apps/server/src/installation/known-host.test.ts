import { randomUUID } from "node:crypto";
import { createTestDatabase } from "@hostscan/database/testing";
import { createTrustStore } from "@hostscan/engine";
import { expect, onTestFinished, test } from "vitest";
import { hostPages } from "./known-host.ts";

async function withHosts(identities: readonly string[]) {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  for (const identity of identities) {
    await database.db.insertInto("host").values({ id: randomUUID(), identity, ssh_port: 22 }).execute();
  }
  return { db: database.db, trust: createTrustStore(database) };
}

async function pages(source: Awaited<ReturnType<typeof withHosts>>, perPage: number): Promise<string[][]> {
  const read: string[][] = [];
  for await (const page of hostPages(source, { perPage })) read.push(page.map(({ identity }) => identity));
  return read;
}

test("every host comes once, by identity", async () => {
  const source = await withHosts(["c:22", "a:22", "b:22"]);
  expect(await pages(source, 2)).toEqual([["a:22", "b:22"], ["c:22"]]);
});

test("a full last page is followed by an empty one", async () => {
  const source = await withHosts(["a:22", "b:22"]);
  expect(await pages(source, 2)).toEqual([["a:22", "b:22"], []]);
});

test("no hosts are one empty page", async () => {
  expect(await pages(await withHosts([]), 2)).toEqual([[]]);
});

test("each host comes with what is trusted of it", async () => {
  const source = await withHosts(["a:22", "b:22"]);
  const [a, b] = await source.db.selectFrom("host").select("id").orderBy("identity").execute();
  const record = (protocol: "ssh" | "rdp") => ({ host_id: `${b?.id}`, protocol });
  await source.db
    .insertInto("trust_record")
    .values([record("ssh"), record("rdp")])
    .execute();
  for await (const page of hostPages(source)) {
    expect(page).toMatchObject([
      { id: a?.id, trust: [] },
      { id: b?.id, trust: [{ protocol: "rdp" }, { protocol: "ssh" }] },
    ]);
  }
});
