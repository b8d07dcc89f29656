import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { claimHosts } from "../worker/claim-hosts.ts";
import { readBacklog } from "./backlog.ts";

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());

test("hosts that wait are counted, from the scheduling of the oldest job that has one", async () => {
  const { db } = engine.database;
  expect(await readBacklog(db)).toEqual({ hosts: 0, oldestSeconds: 0 });

  const requests = (...names: string[]) =>
    names.map((name) => ({ dnsHostName: `${name}.local`, credentialId }));
  const old = accepted(await engine.jobs.createJob(requests("a", "b"), context)).id;
  await sql`update host_scan_job set created_at = now() - interval '1 hour' where id = ${old}`.execute(db);
  accepted(await engine.jobs.createJob(requests("c", "d", "e"), context));
  const { hosts, oldestSeconds } = await readBacklog(db);
  expect(hosts).toBe(5);
  expect(Math.floor(oldestSeconds / 60)).toBe(60);

  await claimHosts(db, engine.queue, await engine.queue.fetch(1));
  expect(await readBacklog(db)).toMatchObject({ hosts: 4 });
  accepted(await engine.jobs.cancelJob(old ?? "", context));
  const left = await readBacklog(db);
  expect(left.oldestSeconds).toBeLessThan(oldestSeconds);
});
