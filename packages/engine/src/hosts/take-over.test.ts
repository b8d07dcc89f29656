import { randomUUID } from "node:crypto";
import type { SchedulingContext } from "@hostscan/core";
import { testActor } from "@hostscan/database/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createTrustStore } from "../trust/trust-store.ts";
import { createHostOwners } from "./host-owner.ts";

const theirs = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const seen = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";

let engine: TestEngine;
let own: string;
let adminsOwn: string;
beforeAll(async () => {
  engine = await startEngine();
  own = await engine.addCredential("squatter's");
  adminsOwn = await engine.addCredential("domain-scan", undefined, {
    scope: ["*.corp.example", "10.0.0.0/8"],
  });
});
afterAll(() => engine[Symbol.asyncDispose]());

const as = (identity: string, role = "App"): SchedulingContext => ({
  caller: { subject: randomUUID(), name: identity, role, identity },
  requestId: randomUUID(),
});
const squatter = as("app:squatter");
const alice = as("user:alice", "Admin");
const create = (context: SchedulingContext, ...requests: Parameters<TestEngine["jobs"]["createJob"]>[0]) =>
  engine.jobs.createJob(requests, context);
const hostRow = (name: string) =>
  engine.database.db
    .selectFrom("host")
    .selectAll()
    .where("dns_host_name", "=", name)
    .executeTakeFirstOrThrow();
const pins = async (name: string) => {
  const { id } = await hostRow(name);
  const records = await createTrustStore(engine.database).list([id]);
  return records.map(({ pinnedThumbprint, acceptedHow }) => [pinnedThumbprint, acceptedHow]);
};
const lines = async (action: string, name: string) =>
  engine.database.db
    .selectFrom("audit")
    .select(["actor", "details"])
    .where("action", "=", action)
    .where("object_id", "=", (await hostRow(name)).id)
    .execute();

/** All that leads a credential astray. */
const trap = {
  ...{ ipAddress: "10.66.0.1", trustedThumbprint: theirs, sshTrustActionType: 0 as const },
  ...{ acceptThumbprintOnFirstDiscovery: true, certificateType: 2 as const, platformName: "Linux" },
};
async function squat(dnsHostName: string) {
  accepted(await create(squatter, { dnsHostName, credentialId: own, ...trap }));
}

test("an Admin's credential takes a squatter's host over, and what the squatter stated is gone", async () => {
  const name = "db1.corp.example";
  await squat(name);
  accepted(await create(alice, { dnsHostName: name, credentialName: "domain-scan" }));
  expect(await hostRow(name)).toMatchObject({
    ...{ owner: "user:alice", credential_id: adminsOwn, platform: "Linux", ip_address: null },
    ...{ trust_action: null, accept_first_discovery: null, certificate_type: null },
  });
  expect(await pins(name)).toEqual([]);
  expect(await lines("host.take-over", name)).toEqual([
    {
      actor: "user:alice",
      details: {
        ...{ identity: `${name}:22`, from: "app:squatter", to: "user:alice" },
        cleared: {
          ...{ ipAddress: "10.66.0.1", trustedThumbprint: theirs, sshTrustActionType: 0 },
          ...{ acceptThumbprintOnFirstDiscovery: true, certificateType: 2 },
        },
      },
    },
  ]);
  expect(await lines("host.change", name)).toMatchObject([
    { details: { setting: "credential", from: "squatter's", to: "domain-scan" } },
  ]);
  expect(
    rejected(await create(squatter, { dnsHostName: name, ipAddress: "10.66.0.1", sshTrustActionType: 0 })),
  ).toMatchObject({ errors: [{ path: "/0/ipAddress" }, { path: "/0/sshTrustActionType" }] });
  accepted(await create(squatter, { dnsHostName: name }));
});

test("what the Admin states stays, and is the Admin's", async () => {
  const name = "db2.corp.example";
  await squat(name);
  const { platformName, ...same } = trap;
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn, ...same }));
  expect(await hostRow(name)).toMatchObject({
    ...{ owner: "user:alice", credential_id: adminsOwn, ip_address: "10.66.0.1" },
    ...{ trust_action: 0, accept_first_discovery: true, certificate_type: 2 },
  });
  const { id } = await hostRow(name);
  const [record] = await createTrustStore(engine.database).list([id]);
  expect(record).toMatchObject({ pinnedThumbprint: theirs, acceptedBy: alice.caller.subject });
  expect(await lines("host.take-over", name)).toMatchObject([{ details: { cleared: {} } }]);
});

test("an address that is cleared is not what the scope is asked about", async () => {
  const name = "db3.corp.example";
  accepted(await create(squatter, { dnsHostName: name, credentialId: own, ipAddress: "192.0.2.1" }));
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn }));
  expect(await hostRow(name)).toMatchObject({ ip_address: null });
});

test("a host that an Admin onboarded or took over stays as it is, whichever Admin gives it a credential", async () => {
  const name = "db4.corp.example";
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn, ...trap }));
  accepted(await create(as("token:ops", "Admin"), { dnsHostName: name, credentialId: own }));
  accepted(await create(as("app:portal"), { dnsHostName: name }));
  expect(await hostRow(name)).toMatchObject({
    ...{ owner: "user:alice", credential_id: own, ip_address: "10.66.0.1", trust_action: 0 },
  });
  expect(await pins(name)).toEqual([[theirs, "request"]]);
  expect(await lines("host.take-over", name)).toEqual([]);
});

test("an Admin's host that was given to an application is that one's as soon as it states where it is", async () => {
  const name = "db5.corp.example";
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn, ipAddress: "10.1.1.1" }));
  const { id } = await hostRow(name);
  const owners = createHostOwners(engine.database.db, testActor);
  accepted(await owners.change({ hostId: id }, "app:squatter"));
  accepted(await create(squatter, { dnsHostName: name, credentialId: own, sshTrustActionType: 2 }));
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn }));
  expect(await hostRow(name)).toMatchObject({ owner: "app:squatter", ip_address: "10.1.1.1" });
  accepted(await create(squatter, { dnsHostName: name, credentialId: own, ipAddress: "10.66.0.1" }));
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn }));
  expect(await hostRow(name)).toMatchObject({ owner: "user:alice", ip_address: null });
});

test("whose own host it is changes its credential, and an Admin its other settings, without a take-over", async () => {
  const name = "db6.corp.example";
  await squat(name);
  accepted(await create(squatter, { dnsHostName: name, credentialId: adminsOwn }));
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn, sshTrustActionType: 1 }));
  expect(await hostRow(name)).toMatchObject({ owner: "app:squatter", ip_address: "10.66.0.1" });
  expect(await lines("host.take-over", name)).toEqual([]);
});

test("of a host that stays where DNS says, only keys that requests stated are forgotten", async () => {
  const name = "db7.corp.example";
  accepted(await create(squatter, { dnsHostName: name, credentialId: own, trustedThumbprint: theirs }));
  const { id } = await hostRow(name);
  await engine.database.db
    .insertInto("trust_record")
    .values({ host_id: id, protocol: "winrm", observed_thumbprint: seen })
    .execute();
  accepted(await createTrustStore(engine.database).accept({ hostId: id, protocol: "winrm", by: "root" }));
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn }));
  expect(await pins(name)).toEqual([
    [null, null],
    [seen, "command"],
  ]);
});

test("an organizational unit gives a host without a credential one by taking it over", async () => {
  const name = "db8.corp.example";
  await squat(name);
  await engine.database.db
    .updateTable("host")
    .set({ credential_id: null })
    .where("dns_host_name", "=", name)
    .execute();
  accepted(await engine.jobs.scanOrganizationalUnit(adminsOwn, [name], alice));
  expect(await hostRow(name)).toMatchObject({
    ...{ owner: "user:alice", credential_id: adminsOwn, ip_address: null },
  });
});

test("a host that Admins were given by command belongs to them still, and has nothing of before", async () => {
  const name = "db9.corp.example";
  await squat(name);
  const owners = createHostOwners(engine.database.db, testActor);
  accepted(await owners.change({ hostId: (await hostRow(name)).id }, null));
  accepted(await create(alice, { dnsHostName: name, credentialId: adminsOwn }));
  expect(await hostRow(name)).toMatchObject({ owner: null, ip_address: null, trust_action: null });
});
