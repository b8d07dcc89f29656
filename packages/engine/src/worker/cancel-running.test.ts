import { ActionStatus } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";

const { Cancelled } = ActionStatus;

let engine: TestEngine;
let silent: Awaited<ReturnType<typeof startFixtureTcpServer>>;
beforeEach(async () => {
  engine = await startEngine();
  silent = await startFixtureTcpServer();
});
afterEach(async () => {
  await engine[Symbol.asyncDispose]();
  await silent.stop();
});

/** A job whose host is being scanned by a worker, and says nothing. */
async function startScan(): Promise<string> {
  const credentialId = await engine.addCredential("linux");
  const request = { ipAddress: silent.host, sshPort: silent.port, credentialId };
  const { id = "" } = accepted(await engine.jobs.createJob([request], context));
  await silent.connected;
  return id;
}

test("a running scan is aborted and its sockets are closed, and the job stays cancelled (fixture port)", async () => {
  await engine.startWorker();
  const id = await startScan();
  accepted(await engine.jobs.cancelJob(id, context));
  await silent.untilDeserted();
  await expect
    .poll(() => engine.lines.of("scan aborted"))
    .toMatchObject([{ jobId: id, reason: "cancelled" }]);
  expect(accepted(await engine.jobs.getJob(id, context))).toMatchObject({ status: Cancelled });
});

test("a scan is aborted even if the notification is lost (fixture port)", async () => {
  await engine.startWorker();
  const id = await startScan();
  // As cancelling does, but without a word to anybody.
  await sql`update host_scan_host set status = ${Cancelled}, attempt = attempt + 1`.execute(
    engine.database.db,
  );
  await silent.untilDeserted();
  await expect
    .poll(() => engine.lines.of("scan aborted"))
    .toMatchObject([{ jobId: id, reason: "cancelled" }]);
});

test("other jobs go on (fixture port)", async () => {
  await engine.startWorker();
  const id = await startScan();
  await using other = await startFixtureTcpServer();
  const credentialId = await engine.addCredential("other");
  const request = { ipAddress: other.host, sshPort: other.port, credentialId };
  const { id: otherId } = accepted(await engine.jobs.createJob([request], context));
  await other.connected;
  accepted(await engine.jobs.cancelJob(id, context));
  await silent.untilDeserted();
  const job = await engine.until(otherId, () => true);
  expect(job.status).toBe(ActionStatus.Running);
});

test("a job cancelled while it waits is never connected to (fixture port)", async () => {
  const credentialId = await engine.addCredential("linux");
  const request = { ipAddress: silent.host, sshPort: silent.port, credentialId };
  const { id = "" } = accepted(await engine.jobs.createJob([request], context));
  accepted(await engine.jobs.cancelJob(id, context));
  await engine.startWorker();
  await using other = await startFixtureTcpServer();
  const later = { ipAddress: other.host, sshPort: other.port, credentialId };
  accepted(await engine.jobs.createJob([later], context));
  await other.connected;
  const connected = await Promise.race([silent.connected.then(() => true), false]);
  expect(connected).toBe(false);
});
