import type { SchedulingContext } from "@hostscan/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import type { StatedScope } from "../credentials/change-scope.ts";

let engine: TestEngine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

const as = (identity: string, role = "App"): SchedulingContext => ({
  ...context,
  caller: { subject: identity, name: identity, role, identity },
});
const admin = as("user:root", "Admin");

const keep = (name: string, ...scope: string[]) => engine.addCredential(name, undefined, { scope });
const restate = async (name: string, stated: StatedScope) =>
  accepted(await engine.credentials.changeScope(name, stated));

const rows = async () => {
  const { db } = engine.database;
  const hosts = await db.selectFrom("host").select(["identity", "ip_address", "credential_id"]).execute();
  const jobs = await db.selectFrom("host_scan_job").select("id").execute();
  return { hosts, jobs: jobs.length };
};

const errorsOf = (outcome: Parameters<typeof rejected>[0]) => {
  const rejection = rejected(outcome);
  return "errors" in rejection ? rejection.errors : expect.fail(rejection.kind);
};

const outside = (path: string, credential = "lab") => ({
  path,
  message: `is outside the scope of the credential ${credential}`,
});

test("a host outside the scope is refused in its place, whoever asks, and nothing is written", async () => {
  await keep("lab", "10.0.0.0/8:22", "*.corp.example", "[2001:db8::/32]:5986");
  const on = { credentialName: "lab" };
  const requests = [
    { ...on, ipAddress: "10.0.0.1" },
    { ...on, ipAddress: "203.0.113.9" },
    { ...on, dnsHostName: "web.corp.example.", sshPort: 2222 },
    { ...on, dnsHostName: "WEB2.CORP.EXAMPLE", ipAddress: "203.0.113.9" },
    { ...on, dnsHostName: "could-be.example" },
    { ...on, ipAddress: "10.0.0.2", sshPort: 2222, platformName: "Linux" },
    { ...on, ipAddress: "10.0.0.3", platformName: "Windows" },
    { ...on, ipAddress: "2001:db8::1", platformName: "Windows" },
    { ...on, ipAddress: "2001:db8::2" },
    { ...on, ipAddress: "2001:db8::3", platformName: "Cisco" },
    { ...on, ipAddress: "::ffff:203.0.113.10" },
    { ...on, ipAddress: "::ffff:10.0.0.4" },
    { ...on, dnsHostName: "evil.example", ipAddress: "203.0.113.11" },
  ];
  for (const caller of [context, admin]) {
    expect(errorsOf(await engine.jobs.createJob(requests, caller))).toEqual([
      outside("/1/ipAddress"),
      { path: "/5/sshPort", message: "is a port outside the scope of the credential lab" },
      {
        path: "/6/platformName",
        message: "is reached by ports that are outside the scope of the credential lab",
      },
      { path: "/9/sshPort", message: "is a port outside the scope of the credential lab" },
      outside("/10/ipAddress"),
      outside("/12/ipAddress"),
    ]);
  }
  expect(await rows()).toEqual({ hosts: [], jobs: 0 });
  const inside = requests.filter((_, index) => ![1, 5, 6, 9, 10, 12].includes(index));
  accepted(await engine.jobs.createJob(inside, context));
});

test("a name that no part of the scope could be of is refused", async () => {
  await keep("lab", "*.corp.example", "db.example", "localhost");
  const names = ["evil-corp.example", "corp.example", "db.example.evil.example"];
  const request = (dnsHostName: string) => ({ dnsHostName, credentialName: "lab" });
  expect(errorsOf(await engine.jobs.createJob(names.map(request), context))).toEqual(
    names.map((_, index) => outside(`/${index}/dnsHostName`)),
  );
  accepted(
    await engine.jobs.createJob(["a.b.corp.example", "db.example", "localhost"].map(request), context),
  );
});

test("a known host is judged by what is known of it where the request says nothing", async () => {
  const id = await keep("lab", "anywhere");
  const request = { dnsHostName: "web.example", ipAddress: "203.0.113.9", credentialId: id };
  const { hostScanHostStatus } = accepted(await engine.jobs.createJob([request], context));
  const hostId = hostScanHostStatus?.[0]?.hostId ?? "";
  await restate("lab", { scope: ["10.0.0.0/8"] });
  const before = await rows();
  const problem = "is outside the scope of the credential lab";
  expect(errorsOf(await engine.jobs.createJob([{ dnsHostName: "web.example" }], admin))).toEqual([
    { path: "/0", message: `names a host whose address ${problem}` },
  ]);
  expect(errorsOf(await engine.jobs.scanOrganizationalUnit(id, ["x.example", "web.example"], admin))).toEqual(
    [{ path: "/1", message: `names a host whose address ${problem}` }],
  );
  const message = `names a host outside the scope of its credential lab: ${hostId}`;
  expect(rejected(await engine.jobs.scanHost(hostId, admin))).toMatchObject({
    detail: `The host ${hostId} is outside the scope of its credential lab.`,
    errors: [{ path: "hostId", message }],
  });
  expect(errorsOf(await engine.jobs.scanHosts([hostId], admin))).toEqual([{ path: "/0", message }]);
  expect(await rows()).toEqual(before);
  await restate("lab", { scope: ["203.0.113.0/24"] });
  accepted(await engine.jobs.scanHost(hostId, context));
});

test("hosts of an organizational unit are judged in the place of their names", async () => {
  const id = await keep("lab", "*.corp.example");
  const names = ["a.corp.example", "evil.example"];
  expect(errorsOf(await engine.jobs.scanOrganizationalUnit(id, names, admin))).toEqual([outside("/1")]);
  expect(await rows()).toEqual({ hosts: [], jobs: 0 });
});

test("a credential may be named by its callers alone, whatever their role, by id and by name", async () => {
  const id = await keep("lab", "anywhere");
  await restate("lab", { scope: ["anywhere"], callers: ["app:portal", "user:alice"] });
  const requests = [
    { dnsHostName: "a.example", credentialId: id.toUpperCase() },
    { dnsHostName: "b.example", credentialName: "lab" },
  ];
  for (const caller of ["app:other", "user:root", "token:portal", "app:portal "]) {
    const message = `names a credential that ${caller} may not use`;
    expect(errorsOf(await engine.jobs.createJob(requests, as(caller, "Admin")))).toEqual([
      { path: "/0/credentialId", message },
      { path: "/1/credentialName", message },
    ]);
    const unit = await engine.jobs.scanOrganizationalUnit(id, ["c.example"], as(caller));
    expect(errorsOf(unit)).toEqual([{ path: "credentialId", message }]);
  }
  expect(await rows()).toEqual({ hosts: [], jobs: 0 });
  accepted(await engine.jobs.createJob(requests, as("app:portal")));
  accepted(await engine.jobs.scanOrganizationalUnit(id, ["c.example"], as("user:alice")));
});

test("a known host is scanned for those alone who may name its credential", async () => {
  const id = await keep("lab", "anywhere");
  const other = await keep("other", "anywhere");
  const request = { dnsHostName: "a.example", credentialId: id };
  const { hostScanHostStatus } = accepted(await engine.jobs.createJob([request], as("app:portal")));
  const hostId = hostScanHostStatus?.[0]?.hostId ?? "";
  await restate("lab", { scope: ["anywhere"], callers: ["app:portal"] });
  const before = await rows();
  const stranger = as("app:stranger");
  expect(rejected(await engine.jobs.scanHost(hostId, stranger))).toMatchObject({
    detail: `The host ${hostId} has a credential that app:stranger may not use.`,
    errors: [{ path: "hostId" }],
  });
  const message = `names a host whose credential app:stranger may not use: ${hostId}`;
  expect(errorsOf(await engine.jobs.scanHosts([hostId], stranger))).toEqual([{ path: "/0", message }]);
  const notItself = { path: "/0", message: "names a host whose credential app:stranger may not use" };
  expect(errorsOf(await engine.jobs.createJob([{ dnsHostName: "a.example" }], stranger))).toEqual([
    notItself,
  ]);
  // The host keeps its own credential, whichever the request names.
  expect(errorsOf(await engine.jobs.scanOrganizationalUnit(other, ["a.example"], stranger))).toEqual([
    notItself,
  ]);
  expect(await rows()).toEqual(before);
  accepted(await engine.jobs.scanHost(hostId, as("app:portal")));
});

test("the validation of an import tells what the job would be refused for", async () => {
  await keep("lab", "10.0.0.0/8:22", "*.corp.example");
  const on = { credentialName: "lab" };
  const requests = [
    { ...on, dnsHostName: "web.corp.example" },
    { ...on, ipAddress: "203.0.113.9" },
    { ...on, ipAddress: "10.0.0.1", sshPort: 2222, platformName: "Linux" },
    { ...on, ipAddress: "10.0.0.2", platformName: "Windows" },
    { ...on, dnsHostName: "web2.corp.example", platformName: "Amiga" },
  ];
  const validated = accepted(await engine.jobs.validateImportedCsv(requests, context));
  const none = {
    dnsHostNameError: null,
    ipAddressError: null,
    platformNameError: null,
    credentialNameError: null,
  };
  expect(validated).toMatchObject([
    none,
    { ...none, ipAddressError: outside("").message },
    { ...none, credentialNameError: "is a port outside the scope of the credential lab" },
    { ...none, platformNameError: expect.stringContaining("outside the scope") },
    { ...none, platformNameError: expect.stringMatching(/^must be Linux/) },
  ]);
  await restate("lab", { scope: ["anywhere"], callers: ["app:portal"] });
  const refused = accepted(await engine.jobs.validateImportedCsv(requests, as("app:other")));
  expect(refused.map(({ credentialNameError }) => credentialNameError)).toEqual(
    requests.map(() => "names a credential that app:other may not use"),
  );
  expect(await rows()).toEqual({ hosts: [], jobs: 0 });
});

test("a change of scope is one line of the audit log with the old and the new, and none where it is refused", async () => {
  const id = await keep("lab", "anywhere");
  await restate("lab", { scope: ["10.0.0.0/8"], callers: ["app:portal"] });
  rejected(await engine.credentials.changeScope("lab", { scope: ["10.0.0.1/8"] }));
  rejected(await engine.credentials.changeScope("nobody", { scope: ["anywhere"] }));
  const lines = await engine.database.db
    .selectFrom("audit")
    .select(["action", "object_id", "details"])
    .where("action", "like", "credential.%")
    .orderBy("id")
    .execute();
  const account = { name: "lab", username: "lab" };
  expect(lines).toEqual([
    { action: "credential.add", object_id: id, details: { ...account, scope: ["anywhere"], callers: null } },
    {
      action: "credential.change-scope",
      object_id: id,
      details: {
        ...account,
        scope: { old: ["anywhere"], new: ["10.0.0.0/8"] },
        callers: { old: null, new: ["app:portal"] },
      },
    },
  ]);
});
