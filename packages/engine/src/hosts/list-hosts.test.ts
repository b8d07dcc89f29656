import { randomUUID } from "node:crypto";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { findHost, type HostFilter, listHosts } from "./list-hosts.ts";

let engine: TestEngine;
let credentialId: string;
const web = randomUUID();
const failedAt = new Date("2026-01-02T03:04:05Z");

beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("lab");
  const { db } = engine.database;
  await db
    .insertInto("host")
    .values([
      {
        id: web,
        identity: "web.local:22",
        dns_host_name: "web.local",
        ssh_port: 22,
        credential_id: credentialId,
      },
      { id: randomUUID(), identity: "web_2.local:22", ssh_port: 22, platform: "Linux", owner: "app:portal" },
      { id: randomUUID(), identity: "10.0.0.1:22", ip_address: "10.0.0.1", ssh_port: 22, name: "Mail%" },
    ])
    .execute();
  const scan = async (created: string, status: "Failed" | "Complete") => {
    const job = {
      id: randomUUID(),
      created_by: "a test",
      created_from: "test",
      request_id: "1",
      host_count: 1,
    };
    await db.insertInto("host_scan_job").values(job).execute();
    await db
      .insertInto("host_scan_host")
      .values({
        ...{ id: randomUUID(), job_id: job.id, host_id: web, position: 0, finished_at: new Date(created) },
        status: ActionStatus[status],
        ...(status === "Failed" && { failure_reason: ActionFailureReason.AccessDenied }),
        status_description: status,
      })
      .execute();
    return job.id;
  };
  await scan("2025-01-01T00:00:00Z", "Failed");
  await scan(failedAt.toISOString(), "Failed");
  await scan("2026-02-01T00:00:00Z", "Complete");
});
afterAll(() => engine[Symbol.asyncDispose]());

const listed = async (filter: HostFilter, page = { after: "", limit: 10 }) =>
  (await listHosts(engine.database.db, { ...page, filter })).map(({ identity }) => identity);

test("a host is told with its credential, the status of its newest job and its last failure", async () => {
  const { db } = engine.database;
  const [found, ...others] = accepted(await findHost(db, web.toUpperCase()));
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    identity: "web.local:22",
    credential: "lab",
    platform: null,
    lastStatus: "Complete",
    lastFailure: { at: failedAt, reason: "AccessDenied", description: "Failed", jobId: expect.any(String) },
  });
  expect(accepted(await findHost(db, "WEB.local"))).toEqual([found]);
  expect(rejected(await findHost(db, "nobody")).detail).toBe("There is no host nobody.");
});

test.each<[string, HostFilter, string[]]>([
  ["a pattern of names", { name: "WEB*" }, ["web_2.local:22", "web.local:22"]],
  ["one character", { name: "web?local:22" }, ["web.local:22"]],
  ["characters that a database would obey", { name: "web_*" }, ["web_2.local:22"]],
  ["a name that a scan told", { name: "mail%" }, ["10.0.0.1:22"]],
  ["no platform", { platform: null }, ["10.0.0.1:22", "web.local:22"]],
  ["a platform", { platform: "Linux" }, ["web_2.local:22"]],
  ["a credential", { credential: "lab" }, ["web.local:22"]],
  ["no credential", { credential: null }, ["10.0.0.1:22", "web_2.local:22"]],
  ["an owner", { owner: "app:portal" }, ["web_2.local:22"]],
  ["no owner", { owner: null }, ["10.0.0.1:22", "web.local:22"]],
  ["the last status", { status: "Complete" }, ["web.local:22"]],
  ["hosts that no job holds", { status: null }, ["10.0.0.1:22", "web_2.local:22"]],
  ["all that is stated together", { name: "web*", platform: null }, ["web.local:22"]],
])("hosts are found by %s", async (_, filter, expected) => {
  expect(new Set(await listed(filter))).toEqual(new Set(expected));
});

test("a credential is known by its id, too, and pages go on behind a host", async () => {
  expect(await listed({ credential: credentialId.toUpperCase() })).toEqual(["web.local:22"]);
  const [first, second] = await listed({});
  expect(await listed({}, { after: String(first), limit: 1 })).toEqual([second]);
});
