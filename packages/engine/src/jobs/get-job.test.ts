import { randomUUID } from "node:crypto";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());

const create = async (...names: string[]) => {
  const requests = names.map((dnsHostName) => ({ dnsHostName, credentialId }));
  return accepted(await engine.jobs.createJob(requests, context));
};

test("an unknown job is not found", async () => {
  const id = randomUUID();
  expect(rejected(await engine.jobs.getJob(id.toUpperCase(), context))).toEqual({
    kind: "not-found",
    detail: `No host scan job has the id ${id}.`,
  });
});

test("ids are compared without regard to letter case, and answered in lower case", async () => {
  const job = await create("case.local");
  expect(accepted(await engine.jobs.getJob(job.id?.toUpperCase() ?? "", context))).toEqual(job);
});

test("an ended host tells why it failed, or what was noticed", async () => {
  const job = await create("failed.local", "warned.local");
  const [failed, warned] = job.hostScanHostStatus ?? [];
  const { db } = engine.database;
  const update = (id: string | undefined) => db.updateTable("host_scan_host").where("id", "=", id ?? "");
  await update(failed?.hostScanHostId)
    .set({
      status: ActionStatus.Failed,
      failure_reason: ActionFailureReason.AccessDenied,
      status_description: "Failed: the password was refused.",
      attempt: 1,
    })
    .execute();
  await update(warned?.hostScanHostId)
    .set({ status: ActionStatus.Complete, os: "Debian", version: "12" })
    .execute();
  expect(accepted(await engine.jobs.getJob(job.id ?? "", context))).toMatchObject({
    status: ActionStatus.CompletedWithErrors,
    statusDescription: "CompletedWithErrors.",
    hostScanHostStatus: [
      {
        statusDescription: "Failed: the password was refused.",
        failureReason: ActionFailureReason.AccessDenied,
      },
      {
        statusDescription: "Complete",
        failureReason: ActionFailureReason.NoError,
        os: "Debian",
        version: "12",
      },
    ],
  });
});

test("the newest job that holds a host is found", async () => {
  const first = await create("latest.local", "other.local");
  const id = first.hostScanHostStatus?.[0]?.hostId ?? "";
  expect(accepted(await engine.jobs.latestJobForHost(id, context))).toEqual(first);
  const second = await create("latest.local");
  expect(accepted(await engine.jobs.latestJobForHost(id.toUpperCase(), context))).toEqual(second);
});

test("an unknown host, and one that no job holds, are told apart", async () => {
  const id = randomUUID();
  expect(rejected(await engine.jobs.latestJobForHost(id, context)).detail).toBe(`No host has the id ${id}.`);
  await engine.database.db
    .insertInto("host")
    .values({ id, identity: "imported.local:22", ssh_port: 22 })
    .execute();
  expect(rejected(await engine.jobs.latestJobForHost(id, context))).toEqual({
    kind: "not-found",
    detail: `No host scan job holds the host ${id}.`,
  });
});
