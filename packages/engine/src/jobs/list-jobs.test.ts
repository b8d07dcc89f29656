import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { writeCursor } from "./list-jobs.ts";

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());
beforeEach(() => sql`truncate host_scan_job cascade`.execute(engine.database.db));

async function createJobs(...hostCounts: number[]): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for (const count of hostCounts) {
    const requests = Array.from({ length: count }, (_, i) => ({
      dnsHostName: `host-${i}.local`,
      credentialId,
    }));
    ids.push(accepted(await engine.jobs.createJob(requests, context)).id);
  }
  return ids;
}

async function readPages(limit: number, after?: string): Promise<(string | undefined)[][]> {
  const page = accepted(
    await engine.jobs.listJobs(after === undefined ? { limit } : { limit, after }, context),
  );
  const ids = page.jobs.map((job) => job.id);
  return page.next === undefined ? [ids] : [ids, ...(await readPages(limit, page.next))];
}

test("without jobs the list is empty", async () => {
  expect(await readPages(50)).toEqual([[]]);
});

test("jobs are listed newest first, whole, page by page", async () => {
  const [a, b, c] = await createJobs(1, 2, 1);
  expect(await readPages(50)).toEqual([[c, b, a]]);
  expect(await readPages(3)).toEqual([[c, b, a]]);
  expect(await readPages(2)).toEqual([[c, b], [a]]);
  expect(await readPages(1)).toEqual([[c], [b], [a]]);
  const page = accepted(await engine.jobs.listJobs({ limit: 50 }, context));
  expect(page.jobs[1]).toEqual(accepted(await engine.jobs.getJob(b ?? "", context)));
});

test("jobs made in the same microsecond are all listed, once each", async () => {
  const ids = await createJobs(1, 1, 1, 1);
  await sql`update host_scan_job set created_at = '2026-01-02T03:04:05.678901Z'`.execute(engine.database.db);
  const pages = await readPages(1);
  expect(pages.flat()).toEqual(ids.toSorted().toReversed());
});

test("a page ends once it holds 10,000 hosts, but holds one job at least", async () => {
  const ids = await createJobs(1, 1, 1, 1);
  const [a, b, c, d] = ids;
  await sql`update host_scan_job set host_count = case when id = ${b} then 10001 else 5000 end`.execute(
    engine.database.db,
  );
  expect(await readPages(50)).toEqual([[d, c], [b], [a]]);
});

test("a cursor of the caller's own making is refused, and one that was changed", async () => {
  const cursor = writeCursor({ createdAt: "1764324000123456", id: "9c711ab3-8fc1-4d66-88d4-08f85117f32e" });
  for (const after of ["mine", `${cursor}!`, `${cursor}=`, `${cursor}A`])
    expect(rejected(await engine.jobs.listJobs({ limit: 1, after }, context))).toEqual({
      kind: "invalid",
      detail: "The request is invalid.",
      errors: [{ path: "after", message: "is not a cursor of this list" }],
    });
});
