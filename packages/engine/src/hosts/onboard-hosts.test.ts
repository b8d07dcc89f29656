import type { SchedulingContext } from "@hostscan/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";

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

let calls = 0;
const as = (identity: string, role = "App"): SchedulingContext => ({
  // Another key each time, of the same application.
  caller: { subject: `key-${++calls}`, name: identity, role, identity },
  requestId: `request-${calls}`,
});
const create = (context: SchedulingContext, ...requests: Parameters<TestEngine["jobs"]["createJob"]>[0]) =>
  engine.jobs.createJob(requests, context);
const hostRow = (identity: string) =>
  engine.database.db.selectFrom("host").selectAll().where("identity", "=", identity).executeTakeFirst();
const lines = (action: string, hostId = "") =>
  engine.database.db
    .selectFrom("audit")
    .select(["actor", "details"])
    .where("action", "=", action)
    .where("object_id", "=", hostId)
    .orderBy("id")
    .execute();

test("a host is its onboarder's, and a renewed key changes it", async () => {
  const request = { dnsHostName: "own.local", credentialId: linux };
  accepted(await create(as("app:portal"), request));
  expect(await hostRow("own.local:22")).toMatchObject({ owner: "app:portal" });
  accepted(await create(as("app:portal"), { ...request, ipAddress: "10.1.0.1" }));
  accepted(await create(as("user:alice", "Admin"), { ...request, platformName: "Linux" }));
  expect(await hostRow("own.local:22")).toMatchObject({
    ...{ owner: "app:portal", ip_address: "10.1.0.1", platform: "Linux" },
  });
  expect(rejected(await create(as("app:other"), { ...request, credentialId: network }))).toMatchObject({
    errors: [{ path: "/0/credentialId" }],
  });
});

test("the system that an owner states is kept where none is known, and is no setting that is audited", async () => {
  const request = { dnsHostName: "system.local", credentialId: linux };
  accepted(await create(as("app:portal"), request));
  for (const os of ["First OS", "Other OS"]) {
    accepted(await create(as("app:portal"), { ...request, os }));
    expect(await hostRow("system.local:22")).toMatchObject({ os: "First OS", source: null });
  }
  accepted(await create(as("app:portal"), { ...request, source: "elsewhere" }));
  const row = await hostRow("system.local:22");
  expect(row).toMatchObject({ os: "First OS", source: "elsewhere" });
  expect(await lines("host.change", row?.id)).toEqual([]);
});

test("what comes to the same is no change, however it is spelt", async () => {
  const request = { dnsHostName: "same.local", ipAddress: "10.2.0.1", credentialId: linux };
  accepted(
    await create(as("app:portal"), { ...request, platformName: "Linux", trustedThumbprint: thumbprint }),
  );
  const before = await hostRow("same.local:22");
  const spellings = [
    { dnsHostName: "SAME.local.", sshPort: 0 },
    { dnsHostName: "same.local", ipAddress: "::ffff:10.2.0.1", sshPort: 22 },
    { dnsHostName: "same.local", credentialName: "linux-scan", sshPort: null },
    {
      dnsHostName: "same.local",
      trustedThumbprint: ` ${thumbprint.replace("SHA256", "sha256")}=`,
      certificateType: 2 as const,
    },
    { dnsHostName: "same.local", sshTrustActionType: 2 as const, acceptThumbprintOnFirstDiscovery: false },
    { dnsHostName: "same.local", credentialId: linux.toUpperCase(), os: "Other OS", source: "elsewhere" },
  ];
  for (const spelling of spellings) accepted(await create(as("app:other"), spelling));
  expect(await hostRow("same.local:22")).toEqual(before);
});

test("who names the same machine otherwise has a host of its own", async () => {
  const request = { dnsHostName: "twice.local", ipAddress: "10.3.0.1", credentialId: linux };
  accepted(await create(as("app:portal"), request));
  accepted(await create(as("app:other"), { ipAddress: "10.3.0.1", credentialId: network }));
  accepted(await create(as("app:other"), { ...request, sshPort: 2222, ipAddress: "10.3.0.2" }));
  expect(await hostRow("twice.local:22")).toMatchObject({ owner: "app:portal", ip_address: "10.3.0.1" });
  expect(await hostRow("10.3.0.1:22")).toMatchObject({ owner: "app:other" });
  expect(await hostRow("twice.local:2222")).toMatchObject({ owner: "app:other" });
});

test("an organizational unit leaves a known host what it has, and gives a foreign one no credential", async () => {
  accepted(await create(as("app:portal"), { dnsHostName: "ou.local", credentialId: linux }));
  const map = (context: SchedulingContext, ...names: string[]) =>
    engine.jobs.scanOrganizationalUnit(network, names, context);
  accepted(await map(as("app:other"), "ou.local", "ou-new.local"));
  expect(await hostRow("ou.local:22")).toMatchObject({ owner: "app:portal", credential_id: linux });
  expect(await hostRow("ou-new.local:22")).toMatchObject({ owner: "app:other", credential_id: network });
  await engine.database.db
    .updateTable("host")
    .set({ credential_id: null })
    .where("identity", "=", "ou.local:22")
    .execute();
  expect(rejected(await map(as("app:other"), "ou-more.local", "ou.local"))).toMatchObject({
    errors: [{ path: "/1", message: expect.stringMatching(/^names a host without a credential/) }],
  });
  expect(await hostRow("ou-more.local:22")).toBeUndefined();
  accepted(await map(as("app:portal"), "ou.local"));
  expect(await hostRow("ou.local:22")).toMatchObject({ credential_id: network });
});

test("of those who onboard the same hosts at once, one owns each, and no call waits for good", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `race-${index}.local`);
  const requests = (credentialId: string) => names.map((dnsHostName) => ({ dnsHostName, credentialId }));
  const outcomes = await Promise.all([
    create(as("app:a"), ...requests(linux)),
    create(as("app:b"), ...requests(network).toReversed()),
    create(as("app:c"), ...requests(linux).toReversed()),
    create(as("app:a"), ...requests(linux)),
  ]);
  const rows = await engine.database.db
    .selectFrom("host")
    .select(["owner", "credential_id"])
    .where("identity", "like", "race-%")
    .execute();
  expect(rows).toHaveLength(names.length);
  expect(new Set(rows.map(({ owner }) => owner)).size).toBe(1);
  const [row] = rows;
  // Who stated the owner's credential got in, too.
  expect(outcomes.map(({ ok }) => ok)).toEqual(
    [linux, network, linux, linux].map((id) => id === row?.credential_id),
  );
});

test("a host that belongs to nobody is the Admins'", async () => {
  accepted(await create(as("app:portal"), { dnsHostName: "nobody.local", credentialId: linux }));
  await engine.database.db
    .updateTable("host")
    .set({ owner: null })
    .where("identity", "=", "nobody.local:22")
    .execute();
  const request = { dnsHostName: "nobody.local", ipAddress: "10.4.0.1" };
  expect(rejected(await create(as("app:portal"), request))).toMatchObject({
    errors: [{ path: "/0/ipAddress" }],
  });
  accepted(await create(as("token:ops", "Admin"), request));
  expect(await hostRow("nobody.local:22")).toMatchObject({ owner: null, ip_address: "10.4.0.1" });
});

test("each host that is made, and each setting that is changed, is a line of the audit log", async () => {
  const made = { dnsHostName: "audited.local", credentialId: linux, trustedThumbprint: thumbprint };
  accepted(await create(as("app:portal"), made, { dnsHostName: "audited-2.local", credentialId: linux }));
  const id = (await hostRow("audited.local:22"))?.id;
  expect(await lines("host.onboard", id)).toEqual([
    {
      actor: "app:portal",
      details: {
        ...{ identity: "audited.local:22", owner: "app:portal", credential: "linux-scan" },
        trustedThumbprint: thumbprint,
      },
    },
  ]);
  const change = { ipAddress: "10.5.0.1", credentialId: network, trustedThumbprint: otherThumbprint };
  accepted(await create(as("user:alice", "Admin"), { ...made, ...change, sshTrustActionType: 1 }));
  // Nothing new is said.
  accepted(await create(as("app:portal"), { ...made, ...change }));
  rejected(await create(as("app:other"), made));
  const identity = "audited.local:22";
  expect((await lines("host.change", id)).map(({ details }) => details)).toEqual([
    { identity, setting: "ipAddress", from: null, to: "10.5.0.1" },
    { identity, setting: "credential", from: "linux-scan", to: "network-scan" },
    { identity, setting: "sshTrustActionType", from: null, to: 1 },
    { identity, setting: "trustedThumbprint", from: thumbprint, to: otherThumbprint },
  ]);
});

test("what an import would be refused for is told at its row, and nothing is written", async () => {
  accepted(await create(as("app:portal"), { dnsHostName: "csv.local", credentialId: linux }));
  const before = await hostRow("csv.local:22");
  const validate = async (context: SchedulingContext) =>
    accepted(
      await engine.jobs.validateImportedCsv(
        [
          { dnsHostName: "csv.local", ipAddress: "10.6.0.1", credentialName: "network-scan" },
          { dnsHostName: "csv.local.", sshPort: 2222, credentialId: network },
          { dnsHostName: "csv.local", sshPort: 22, sshTrustActionType: 0 as const },
        ].slice(0, context.caller.role === "Admin" ? 1 : 3),
        context,
      ),
    );
  const [first, second, third] = await validate(as("app:other"));
  expect(first).toMatchObject({
    ipAddressError: expect.stringMatching(/only its owner or an Admin/),
    credentialNameError: expect.stringMatching(/only its owner or an Admin/),
    dnsHostNameError: null,
  });
  expect(second).toMatchObject({ dnsHostNameError: null, credentialNameError: null });
  expect(third).toMatchObject({ dnsHostNameError: expect.stringMatching(/names the same host as/) });
  expect((await validate(as("user:alice", "Admin")))[0]).toMatchObject({ ipAddressError: null });
  expect(await hostRow("csv.local:22")).toEqual(before);
  expect(await hostRow("csv.local:2222")).toBeUndefined();
  const [alone] = accepted(
    await engine.jobs.validateImportedCsv(
      [{ dnsHostName: "csv.local", sshTrustActionType: 0 }],
      as("app:other"),
    ),
  );
  expect(alone).toMatchObject({ dnsHostNameError: expect.stringMatching(/^sshTrustActionType is not what/) });
});
