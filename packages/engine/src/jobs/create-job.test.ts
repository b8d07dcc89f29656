import { randomUUID } from "node:crypto";
import { ActionFailureReason, ActionStatus, SshTrustActionType } from "@hostscan/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";

const thumbprint = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const otherThumbprint = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";

let engine: TestEngine;
let linux: string;
let network: string;
beforeAll(async () => {
  engine = await startEngine();
  linux = await engine.addCredential("linux-scan");
  network = await engine.addCredential("network-scan");
});
afterAll(() => engine[Symbol.asyncDispose]());

const create = (...requests: Parameters<TestEngine["jobs"]["createJob"]>[0]) =>
  engine.jobs.createJob(requests, context);
const hostRow = (identity: string) =>
  engine.database.db
    .selectFrom("host")
    .selectAll()
    .where("identity", "=", identity)
    .executeTakeFirstOrThrow();
const countJobs = () => engine.database.db.selectFrom("host_scan_job").selectAll().execute();

test("hosts, job and queue entries are there together, in the order asked for", async () => {
  const job = accepted(
    await create(
      { dnsHostName: "B.order.local", credentialId: linux },
      { ipAddress: "10.0.0.9", credentialId: linux },
    ),
  );
  const scans = await engine.database.db
    .selectFrom("host_scan_host")
    .selectAll()
    .where("job_id", "=", job.id ?? "")
    .orderBy("position")
    .execute();
  expect(job).toEqual({
    id: expect.any(String),
    status: ActionStatus.Queued,
    statusDescription: "Queued.",
    hostScanHostStatus: [
      {
        hostScanHostId: scans[0]?.id,
        hostId: (await hostRow("b.order.local:22")).id,
        name: null,
        dnsHostName: "b.order.local",
        os: null,
        ipAddress: null,
        version: null,
        status: ActionStatus.Queued,
        statusDescription: "Queued",
        failureReason: ActionFailureReason.NoError,
      },
      expect.objectContaining({
        dnsHostName: null,
        ipAddress: "10.0.0.9",
        hostId: (await hostRow("10.0.0.9:22")).id,
      }),
    ],
  });
  const entries = await sql<{ id: string }>`
    select id from pgboss.job where name = 'host-scan' and id = any (${scans.map((scan) => scan.id)}::uuid[])
    order by priority desc`.execute(engine.database.db);
  expect(entries.rows).toEqual(scans.map(({ id }) => ({ id })));
  expect(accepted(await engine.jobs.getJob(job.id ?? "", context))).toEqual(job);
  expect(await countJobs()).toContainEqual(
    expect.objectContaining({
      id: job.id,
      created_by: "a test",
      created_from: "PostListOfIdsAsync",
      host_count: 2,
    }),
  );
});

test("a host onboarded again keeps what the request does not say", async () => {
  const first = {
    dnsHostName: "again.local",
    ipAddress: "10.1.0.1",
    os: "Debian",
    platformName: "Cisco",
    credentialName: "linux-scan",
    sshTrustActionType: SshTrustActionType.WarnOnThumbprintMismatch,
    acceptThumbprintOnFirstDiscovery: true,
    trustedThumbprint: thumbprint,
    source: "cmdb",
  };
  accepted(await create(first));
  const before = await hostRow("again.local:22");
  expect(before).toMatchObject({
    ip_address: "10.1.0.1",
    os: "Debian",
    platform: "Cisco",
    credential_id: linux,
    trust_action: 1,
    accept_first_discovery: true,
    source: "cmdb",
  });
  accepted(await create({ dnsHostName: "AGAIN.local" }));
  expect({ ...(await hostRow("again.local:22")), updated_at: before.updated_at }).toEqual(before);
});

test("a host onboarded again takes over what the request says", async () => {
  accepted(await create({ dnsHostName: "anew.local", credentialId: linux, trustedThumbprint: thumbprint }));
  const request = {
    dnsHostName: "anew.local",
    ipAddress: "10.2.0.1",
    credentialId: network,
    sshTrustActionType: SshTrustActionType.AlwaysTrustIgnoreThumbprint,
    trustedThumbprint: otherThumbprint,
    acceptThumbprintOnFirstDiscovery: false,
  };
  accepted(await create(request));
  expect(await hostRow("anew.local:22")).toMatchObject({
    ip_address: "10.2.0.1",
    credential_id: network,
    trust_action: 0,
    accept_first_discovery: false,
  });
});

test("the same name at another port is another host", async () => {
  const at = (sshPort: number) => ({ dnsHostName: "ports.local", sshPort, credentialId: linux });
  const job = accepted(await create(at(22), at(2222)));
  expect(new Set(job.hostScanHostStatus?.map(({ hostId }) => hostId)).size).toBe(2);
});

test("everything wrong is told at once, and nothing is scheduled", async () => {
  const before = await countJobs();
  const unknown = randomUUID();
  const rejection = rejected(
    await create(
      { dnsHostName: "fine.local", credentialId: linux },
      { ipAddress: "string", credentialId: linux },
      { dnsHostName: "FINE.local.", credentialId: linux },
      { dnsHostName: "a.local", credentialId: unknown },
      { dnsHostName: "b.local", credentialName: "nobody" },
      { dnsHostName: "c.local", credentialId: linux, credentialName: "network-scan" },
      { dnsHostName: "d.local" },
    ),
  );
  expect(rejection).toEqual({
    kind: "invalid",
    detail: "The request is invalid.",
    errors: [
      { path: "/1/ipAddress", message: "must be an IPv4 or IPv6 address" },
      { path: "/2", message: "names the same host as /0" },
      { path: "/3/credentialId", message: "names no credential" },
      { path: "/4/credentialName", message: "names no credential" },
      { path: "/5/credentialName", message: "names another credential than credentialId" },
      { path: "/6", message: "needs a credentialId or a credentialName" },
    ],
  });
  expect(await countJobs()).toEqual(before);
  const hosts = engine.database.db
    .selectFrom("host")
    .where("identity", "in", ["fine.local:22", "a.local:22"]);
  expect(await hosts.selectAll().execute()).toEqual([]);
});

test("a credential may be named twice if both names are the same one's", async () => {
  const job = accepted(
    await create({ dnsHostName: "both.local", credentialId: linux, credentialName: "linux-scan" }),
  );
  expect(job.hostScanHostStatus).toHaveLength(1);
});

test("calls that name the same hosts in opposite order do not deadlock", async () => {
  const names = Array.from({ length: 1_500 }, (_, index) => `deadlock-${index}.local`);
  const request = (dnsHostName: string) => ({ dnsHostName, credentialId: linux });
  const calls = Array.from({ length: 4 }, (_, call) => {
    const order = call % 2 === 0 ? names : names.toReversed();
    return create(...order.map(request));
  });
  const jobs = (await Promise.all(calls)).map(accepted);
  const hosts = (job: (typeof jobs)[number]) => new Set(job.hostScanHostStatus?.map(({ hostId }) => hostId));
  for (const job of jobs) expect(hosts(job)).toEqual(hosts(jobs[0] ?? job));
});

test("a thousand hosts and more are answered in the order asked for", async () => {
  const names = Array.from({ length: 2_345 }, (_, index) => `many-${2_345 - index}.local`);
  const job = accepted(await create(...names.map((dnsHostName) => ({ dnsHostName, credentialId: linux }))));
  expect(job.hostScanHostStatus?.map(({ dnsHostName }) => dnsHostName)).toEqual(names);
  expect(accepted(await engine.jobs.getJob(job.id ?? "", context))).toEqual(job);
});
