import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase, testActor } from "@hostscan/database/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditHosts, type TouchedBy } from "./audit-hosts.ts";
import type { HostSettings } from "./host-settings.ts";
import type { KnownHost } from "./known-host.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const settings: HostSettings = {
  ...{ identity: "web.local:22", dnsHostName: "web.local", sshPort: 22, ipAddress: null },
  ...{ platform: null, os: null, credentialId: randomUUID(), credentialName: null, trustAction: null },
  ...{ acceptFirstDiscovery: null, certificateType: null, trustedThumbprint: null, source: null },
};
const host: KnownHost = {
  ...{ id: randomUUID(), identity: "web.local:22", name: null, dns_host_name: "web.local", ssh_port: 22 },
  ...{ platform: null, os: null, version: null, ip_address: null, target_address: null },
  ...{ owner: "app:portal", stated_by_admin: false, credential_id: null, trust_action: null },
  ...{ accept_first_discovery: null, certificate_type: null, source: null, pinned: {} },
};
const by: TouchedBy = { actor: testActor, isAdmin: true, owner: null, subject: "alice" };

test("a credential that is gone is told by its id, and of a host that had nothing, nothing is cleared", async () => {
  const [from, to] = [randomUUID(), settings.credentialId ?? expect.fail("none")];
  const changes = [{ member: "credentialId", from, to } as const];
  await database.db.transaction().execute((trx) =>
    auditHosts(trx, by, {
      created: [{ host, settings }],
      changed: [{ host, settings, changes, takenOver: true }],
      cleared: new Map(),
    }),
  );
  const lines = await database.db.selectFrom("audit").select(["action", "details"]).orderBy("id").execute();
  const identity = "web.local:22";
  expect(lines).toEqual([
    { action: "host.onboard", details: { identity, owner: "app:portal", credential: to } },
    { action: "host.take-over", details: { identity, from: "app:portal", to: null, cleared: {} } },
    { action: "host.change", details: { identity, setting: "credential", from, to } },
  ]);
});
