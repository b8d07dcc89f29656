import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { parseNetwork } from "../networks/network.ts";
import { createScanNetworks } from "../networks/scan-networks.ts";
import { createHostScanJobs } from "./service.ts";

const LAB = parseNetwork("192.0.2.0/24") ?? expect.fail("no network");

let engine: TestEngine;
let credentialId: string;
beforeEach(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterEach(() => engine[Symbol.asyncDispose]());

/** The same jobs after a restart with the lab denied. */
const withoutLab = () =>
  createHostScanJobs({
    db: engine.database.db,
    queue: engine.queue,
    log: engine.lines.log,
    networks: createScanNetworks({ denied: [LAB] }),
  });

const rows = async () => {
  const { db } = engine.database;
  const hosts = await db.selectFrom("host").select(["identity", "ip_address"]).orderBy("identity").execute();
  const jobs = await db.selectFrom("host_scan_job").select("id").execute();
  const keys = await db.selectFrom("idempotency").select("key").execute();
  return { hosts, jobs: jobs.length, keys: keys.length };
};

/** A host in the lab and one elsewhere, onboarded while both were allowed; by their ids. */
async function onboard() {
  const requests = [
    { dnsHostName: "lab.local", ipAddress: "192.0.2.7", credentialId },
    { dnsHostName: "web.local", credentialId },
  ];
  const { hostScanHostStatus } = accepted(await engine.jobs.createJob(requests, context));
  const [lab = "", web = ""] = (hostScanHostStatus ?? []).map(({ hostId }) => hostId ?? "");
  return { lab, web };
}

test("denied addresses in a request are told with everything else that is wrong, and nothing is written", async () => {
  const requests = [
    { ipAddress: "169.254.169.254", credentialId },
    { ipAddress: "::ffff:169.254.169.254", sshPort: 2222, credentialId },
    { ipAddress: "127.0.0.1", credentialId },
    { dnsHostName: "169.254.1.1", credentialId },
    { dnsHostName: "2852039166", credentialId },
    { dnsHostName: "0xa9fea9fe", ipAddress: "127.0.0.1", credentialId },
    { dnsHostName: "not a name", credentialId },
    { dnsHostName: "web.local" },
  ];
  const keyed = { ...context, idempotencyKey: "key" };
  const { errors } = { errors: [], ...rejected(await engine.jobs.createJob(requests, keyed)) };
  expect(errors).toEqual([
    { path: "/0/ipAddress", message: "is an address that may not be scanned: 169.254.169.254" },
    { path: "/1/ipAddress", message: "is an address that may not be scanned: 169.254.169.254" },
    { path: "/3/dnsHostName", message: "is an address that may not be scanned: 169.254.1.1" },
    { path: "/4/dnsHostName", message: "must be a DNS name" },
    { path: "/5/dnsHostName", message: "must be a DNS name" },
    { path: "/6/dnsHostName", message: "must be a DNS name" },
    { path: "/7", message: "needs a credentialId or a credentialName" },
  ]);
  expect(await rows()).toEqual({ hosts: [], jobs: 0, keys: 0 });
});

test("a request for a host that is known by a denied address is rejected, and changes no host", async () => {
  await onboard();
  const before = await rows();
  const requests = [{ dnsHostName: "new.local", credentialId }, { dnsHostName: "lab.local" }];
  expect(rejected(await withoutLab().createJob(requests, context))).toMatchObject({
    errors: [{ path: "/1", message: "names a host whose address may not be scanned: 192.0.2.7" }],
  });
  expect(await rows()).toEqual(before);
});

test("such a host may be given another address", async () => {
  await onboard();
  const request = { dnsHostName: "lab.local", ipAddress: "198.51.100.7" };
  accepted(await withoutLab().createJob([request], context));
  expect((await rows()).hosts).toContainEqual({ identity: "lab.local:22", ip_address: "198.51.100.7" });
});

test("a host known by a denied address is named where it is asked for by its id", async () => {
  const { lab, web } = await onboard();
  const before = await rows();
  const jobs = withoutLab();
  const message = `names a host whose address may not be scanned: ${lab}`;
  expect(rejected(await jobs.scanHost(lab, context))).toEqual({
    kind: "invalid",
    detail: `The host ${lab} may not be scanned at 192.0.2.7.`,
    errors: [{ path: "hostId", message }],
  });
  expect(rejected(await jobs.scanHosts([web, lab], context))).toMatchObject({
    errors: [{ path: "/1", message }],
  });
  expect(await rows()).toEqual(before);
  accepted(await jobs.scanHost(web, context));
});

test("an organizational unit with denied hosts is not scheduled, and none of it is onboarded", async () => {
  await onboard();
  const before = await rows();
  const scan = (...names: string[]) => withoutLab().scanOrganizationalUnit(credentialId, names, context);
  expect(rejected(await scan("new.local", "169.254.169.254", "not a name"))).toMatchObject({
    errors: [
      { path: "/1", message: "is an address that may not be scanned: 169.254.169.254" },
      { path: "/2", message: "must be a DNS name" },
    ],
  });
  expect(rejected(await scan("new.local", "lab.local"))).toMatchObject({
    errors: [{ path: "/1", message: "names a host whose address may not be scanned: 192.0.2.7" }],
  });
  expect(await rows()).toEqual(before);
});

test("a port that may not be scanned is told at its place, of known hosts as well, and Windows has others", async () => {
  const { lab } = await onboard();
  const jobs = createHostScanJobs({
    db: engine.database.db,
    queue: engine.queue,
    log: engine.lines.log,
    networks: createScanNetworks({ ports: [{ first: 2200, last: 2299 }] }),
  });
  const requests = [
    { dnsHostName: "a.local", sshPort: 2222, credentialId },
    { dnsHostName: "b.local", sshPort: 8080, credentialId },
    { ipAddress: "192.0.2.9", platformName: "Linux", credentialId },
    { dnsHostName: "d.local", platformName: "Windows", credentialId },
  ];
  const { errors } = { errors: [], ...rejected(await jobs.createJob(requests, context)) };
  expect(errors).toEqual([
    { path: "/1/sshPort", message: "is a port that may not be scanned: 8080" },
    { path: "/2/sshPort", message: "is a port that may not be scanned: 22" },
  ]);
  expect(rejected(await jobs.scanHost(lab, context))).toMatchObject({
    detail: `The host ${lab} may not be scanned at port 22.`,
  });
});
