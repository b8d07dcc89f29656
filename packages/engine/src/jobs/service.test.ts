import { randomUUID } from "node:crypto";
import { openDatabase } from "@hostscan/database";
import { expect, test } from "vitest";
import { context, rejected, startEngine } from "../../test/start-engine.ts";
import { createHostScanJobs } from "./service.ts";

test("while the database is out of reach, every method says so", async () => {
  await using engine = await startEngine();
  const { queue, lines } = engine;
  const { db } = openDatabase({
    connectionString: "postgresql://nobody@127.0.0.1:1/none",
    onIdleError: () => undefined,
  });
  const jobs = createHostScanJobs({ db, queue, log: lines.log });
  const id = randomUUID();
  const outcomes = await Promise.all([
    jobs.createJob([{ dnsHostName: "a.local" }], context),
    jobs.createJob([{ dnsHostName: "a.local" }], { ...context, idempotencyKey: "k" }),
    jobs.scanHost(id, context),
    jobs.scanHosts([id], context),
    jobs.scanOrganizationalUnit(id, ["a.local"], context),
    jobs.cancelJob(id, context),
    jobs.listJobs({ limit: 1 }, context),
    jobs.getJob(id, context),
    jobs.latestJobForHost(id, context),
    jobs.validateImportedCsv([{ dnsHostName: "a.local" }], context),
  ]);
  for (const outcome of outcomes) {
    expect(rejected(outcome)).toEqual({
      kind: "unavailable",
      detail: "The database is out of reach.",
      retryAfterSeconds: 5,
    });
  }
  expect(lines.of("database out of reach")).toHaveLength(outcomes.length);
});

test("a fault that is none of the database's is thrown", async () => {
  await using engine = await startEngine();
  await expect(engine.jobs.getJob("not a guid", context)).rejects.toThrow(
    "invalid input syntax for type uuid",
  );
});
