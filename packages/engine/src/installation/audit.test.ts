import { randomUUID } from "node:crypto";
import { audit, readAudit } from "@hostscan/database";
import { makeSecretBox, testActor } from "@hostscan/database/testing";
import {
  createApplicationKeyStore,
  createSigningKeyStore,
  createTokenStore,
  createUserStore,
  loadSigningKeys,
} from "@hostscan/identity";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createCredentialStore } from "../credentials/credential-store.ts";

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());

const caller = { actorKind: "token", actor: "a test", actorId: "subject-1", requestId: "request-1" };
const command = { actorKind: "command", actor: "a test", actorId: null, requestId: null };

/** What a call adds to the log. */
async function linesOf(call: () => Promise<unknown>) {
  const lines = async () => readAudit(engine.database.db, { limit: 1_000 });
  const before = (await lines()).length;
  await call();
  return (await lines()).slice(before);
}

async function newHost(): Promise<string> {
  const request = { dnsHostName: `${randomUUID()}.local`, credentialId };
  const job = accepted(await engine.jobs.createJob([request], context));
  return job.hostScanHostStatus?.[0]?.hostId ?? expect.fail("no host");
}

test("each scheduling operation is one line, however many jobs it makes, and each new host one more", async () => {
  const { jobs } = engine;
  const [a, b] = [await newHost(), await newHost()];
  const ids: (string | undefined)[] = [];
  const lines = await linesOf(async () => {
    ids.push(accepted(await jobs.createJob([{ dnsHostName: "a.local", credentialId }], context)).id);
    ids.push(accepted(await jobs.scanHost(a, context)).id);
    ids.push(accepted(await jobs.scanOrganizationalUnit(credentialId, ["b.local", "c.local"], context)).id);
    ids.push(...accepted(await jobs.scanHosts([a, b], context)).map(({ id }) => id));
  });
  const scheduled = { ...caller, action: "job.schedule", objectKind: "job" };
  const of = (operation: string, hosts: number) => ({ operation, hosts });
  const onboarded = (identity: string) => ({ ...caller, action: "host.onboard", details: { identity } });
  const [first, second, third, ...others] = ids;
  expect(lines).toMatchObject([
    onboarded("a.local:22"),
    { ...scheduled, objectId: first, details: of("PostListOfIdsAsync", 1) },
    { ...scheduled, objectId: second, details: of("ByHostId", 1) },
    onboarded("b.local:22"),
    onboarded("c.local:22"),
    { ...scheduled, objectId: third, details: of("ScheduleJobsByDnsHostNameMultipleAsync", 2) },
    { ...scheduled, objectId: null, details: { ...of("ByHostIdMultipleAsync", 2), jobIds: others } },
  ]);
});

test("a call that was rejected, or repeated under its key, leaves no line", async () => {
  const host = await newHost();
  const under = { ...context, idempotencyKey: "once" };
  accepted(await engine.jobs.scanHost(host, under));
  const lines = await linesOf(async () => {
    accepted(await engine.jobs.scanHost(host, under));
    rejected(await engine.jobs.scanHost(randomUUID(), context));
  });
  expect(lines).toEqual([]);
});

test("cancelling is a line, and cancelling again none", async () => {
  const { id = "" } = accepted(await engine.jobs.scanHost(await newHost(), context));
  const lines = await linesOf(async () => {
    accepted(await engine.jobs.cancelJob(id, context));
    accepted(await engine.jobs.cancelJob(id, context));
  });
  expect(lines).toMatchObject([
    { ...caller, action: "job.cancel", objectKind: "job", objectId: id, details: { hosts: 1 } },
  ]);
});

test("service accounts that come and go are lines, without their secrets", async () => {
  const credentials = createCredentialStore(engine.database.db, makeSecretBox(), testActor);
  const password = "correct horse";
  const lines = await linesOf(async () => {
    accepted(await credentials.add({ name: "web", username: "svc", password, scope: ["anywhere"] }));
    rejected(await credentials.add({ name: "web", username: "svc", password, scope: ["anywhere"] }));
    accepted(await credentials.changeSecrets("web", { password: `${password}!` }));
    rejected(await credentials.changeSecrets("web", {}));
    accepted(await credentials.resume("web"));
    accepted(await credentials.remove("web"));
    rejected(await credentials.remove("web"));
  });
  const line = { ...command, objectKind: "credential", details: { name: "web", username: "svc" } };
  expect(lines).toMatchObject([
    { ...line, action: "credential.add" },
    { ...line, action: "credential.change" },
    { ...line, action: "credential.resume" },
    { ...line, action: "credential.remove" },
  ]);
  expect(JSON.stringify(lines)).not.toContain(password);
});

test("tokens that are issued and revoked are lines, one for each token, without the token", async () => {
  const { db } = engine.database;
  const tokens = createTokenStore(db, await loadSigningKeys(db, makeSecretBox()), testActor);
  const issue = async () =>
    accepted(await tokens.issue({ name: "portal", role: "App", expiresInSeconds: 60 }));
  const issued: Awaited<ReturnType<typeof issue>>[] = [];
  const lines = await linesOf(async () => {
    issued.push(await issue(), await issue());
    accepted(await tokens.revoke("portal"));
    rejected(await tokens.revoke("portal"));
  });
  const line = { ...command, objectKind: "token", details: { name: "portal", role: "App" } };
  expect(lines).toMatchObject([
    { ...line, action: "token.issue", objectId: issued[0]?.id },
    { ...line, action: "token.issue", objectId: issued[1]?.id },
    { ...line, action: "token.revoke" },
    { ...line, action: "token.revoke" },
  ]);
  for (const { token } of issued) expect(JSON.stringify(lines)).not.toContain(token);
});

test("users that come, change and go are lines, without passwords and second factors", async () => {
  const users = createUserStore(engine.database.db, makeSecretBox(), testActor);
  const [login, password] = ["alice", "correct horse battery"];
  const secrets = [password];
  const keep = ({
    uri,
    recoveryCodes,
  }: {
    readonly uri: string;
    readonly recoveryCodes: readonly string[];
  }) => secrets.push(new URL(uri).searchParams.get("secret") ?? expect.fail("no secret"), ...recoveryCodes);
  const ids: string[] = [];
  const lines = await linesOf(async () => {
    const added = accepted(await users.add({ login, role: "Admin", password }));
    ids.push(added.id);
    keep(added);
    rejected(await users.add({ login, role: "App", password }));
    accepted(await users.setDisabled("Alice", true));
    accepted(await users.setDisabled(login, false));
    accepted(await users.resetPassword(login, `${password}!`));
    rejected(await users.resetPassword(login, "short"));
    keep(accepted(await users.resetSecondFactor(login)));
    accepted(await users.remove(login));
    rejected(await users.remove(login));
    rejected(await users.resetSecondFactor(login));
  });
  const line = { ...command, objectKind: "user", objectId: ids[0], details: { login, role: "Admin" } };
  expect(lines).toMatchObject([
    { ...line, action: "user.add" },
    { ...line, action: "user.disable" },
    { ...line, action: "user.enable" },
    { ...line, action: "user.reset-password" },
    { ...line, action: "user.reset-mfa" },
    { ...line, action: "user.remove" },
  ]);
  expect(secrets).toHaveLength(1 + 2 * 11);
  for (const secret of secrets) expect(JSON.stringify(lines)).not.toContain(secret);
});

test("keys of applications that are created and revoked are lines, one for each key, without the key", async () => {
  const keys = createApplicationKeyStore(engine.database.db, makeSecretBox(), testActor);
  const create = async () => accepted(await keys.create({ name: "portal", expiresInSeconds: 60 }));
  const created: Awaited<ReturnType<typeof create>>[] = [];
  const lines = await linesOf(async () => {
    created.push(await create(), await create());
    accepted(await keys.revoke("portal"));
    rejected(await keys.revoke("portal"));
  });
  const line = { ...command, objectKind: "key", details: { name: "portal" } };
  expect(lines).toMatchObject([
    { ...line, action: "key.create", objectId: created[0]?.id },
    { ...line, action: "key.create", objectId: created[1]?.id },
    { ...line, action: "key.revoke" },
    { ...line, action: "key.revoke" },
  ]);
  for (const { key, prefix } of created) {
    const secret = key.slice(key.indexOf(prefix) + prefix.length + 1);
    expect(JSON.stringify(lines)).not.toContain(secret);
  }
});

test("a rotation of the signing key is a line", async () => {
  const { db } = engine.database;
  const box = makeSecretBox();
  const ids: string[] = [];
  const lines = await linesOf(async () => {
    ids.push(await createSigningKeyStore(db, box, testActor).rotate({ atOnce: true }));
  });
  const line = { ...command, action: "signing-key.rotate", objectKind: "signing-key", objectId: ids[0] };
  expect(lines).toMatchObject([{ ...line, details: { atOnce: true } }]);
});

test("what a signed-in user calls is told apart from what a program does", async () => {
  const user = { ...context, caller: { ...context.caller, isUser: true } };
  const lines = await linesOf(async () => {
    accepted(await engine.jobs.createJob([{ dnsHostName: "u.local", credentialId }], user));
  });
  expect(lines).toMatchObject([
    { ...caller, actorKind: "user", action: "host.onboard" },
    { ...caller, actorKind: "user", action: "job.schedule" },
  ]);
});

test("a line is there with what it tells of, or not at all", async () => {
  const { db } = engine.database;
  const lines = await linesOf(async () => {
    const failing = db.transaction().execute(async (trx) => {
      await audit(trx, { actor: testActor, action: "host.trust", object: { kind: "host" } });
      await sql`select no_such_column`.execute(trx);
    });
    await expect(failing).rejects.toThrow("no_such_column");
  });
  expect(lines).toEqual([]);

  await sql`alter table audit rename to gone`.execute(db);
  const jobs = await db.selectFrom("host_scan_job").select("id").execute();
  await expect(engine.jobs.createJob([{ dnsHostName: "d.local", credentialId }], context)).rejects.toThrow();
  await sql`alter table gone rename to audit`.execute(db);
  expect(await db.selectFrom("host_scan_job").select("id").execute()).toHaveLength(jobs.length);
});

test.each(["update audit set actor = 'nobody'", "delete from audit", "truncate audit"])(
  "%s is refused",
  async (statement) => {
    const { db } = engine.database;
    await newHost();
    const before = await readAudit(db, { limit: 1_000 });
    await expect(sql.raw(statement).execute(db)).rejects.toThrow("the audit log is append-only");
    expect(await readAudit(db, { limit: 1_000 })).toEqual(before);
  },
);

test("it is read by time, action and actor, the newest so many, newest last", async () => {
  const { db } = engine.database;
  const all = await readAudit(db, { limit: 1_000 });
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => Number(a) - Number(b)));
  expect(await readAudit(db, { limit: 2 })).toEqual(all.slice(-2));
  expect(await readAudit(db, { limit: 1_000, since: new Date(Date.now() + 60_000) })).toEqual([]);
  expect(await readAudit(db, { limit: 1_000, since: new Date(Date.now() - 60_000) })).toEqual(all);
  const cancels = await readAudit(db, { limit: 1_000, action: "job.cancel" });
  expect(cancels).toEqual(all.filter(({ action }) => action === "job.cancel"));
  expect(cancels).not.toEqual([]);
  const byId = await readAudit(db, { limit: 1_000, actor: "subject-1" });
  expect(byId).toEqual(all.filter(({ actorId }) => actorId === "subject-1"));
  expect(await readAudit(db, { limit: 1_000, actor: "a test" })).toEqual(all);
});
