import { generateKeyPairSync } from "node:crypto";
import { CredentialKind, ElevationMethod } from "@hostscan/contract";
import type { SchedulingContext } from "@hostscan/core";
import { readAudit } from "@hostscan/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";

const caller = { ...context.caller, role: "Admin", name: "alice", identity: "user:alice", isUser: true };
const admin: SchedulingContext = { caller, requestId: "request-7" };
const portal = { ...context, caller: { ...context.caller, identity: "app:portal" } };
const CANARY = "canary-Zx81";

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());

const secret = { password: CANARY };
const named = (name: string) => ({ name, userName: "scan", scope: ["10.0.0.0/8:22"], secret });
const add = async (name: string, more: object = {}) =>
  accepted(await engine.jobs.addCredential({ ...named(name), ...more }, admin));
const names = async (as: SchedulingContext) =>
  accepted(await engine.jobs.listCredentials({ limit: 200 }, as)).items.map(({ name }) => name);
const newestAudit = async (action: string) => (await readAudit(engine.database.db, { action, limit: 1 }))[0];

test("what is added opens for a worker, is shown without its secrets, and audited with the call", async () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const elevation = { method: ElevationMethod.Doas, password: CANARY };
  const added = await add("whole", {
    domain: "corp.example",
    callers: ["app:portal", "user:Alice"],
    secret: { ...secret, privateKey, keytab: null, elevation },
  });
  expect(added).toEqual({
    id: expect.any(String),
    name: "whole",
    kinds: [CredentialKind.Password, CredentialKind.PrivateKey],
    elevationMethod: ElevationMethod.Doas,
    userName: "scan@CORP.EXAMPLE",
    domain: "CORP.EXAMPLE",
    scope: ["10.0.0.0/8:22"],
    callers: ["app:portal", "user:alice"],
    pausedTimeUtc: null,
    pausedDescription: null,
    createdTimeUtc: expect.stringMatching(/Z$/),
  });
  expect(accepted(await engine.jobs.getCredential(added.id.toUpperCase(), admin))).toEqual(added);
  expect(await engine.credentials.open(added.id)).toEqual({
    username: "scan@CORP.EXAMPLE",
    password: CANARY,
    privateKey,
    elevate: { method: "doas", password: CANARY },
  });
  const line = await newestAudit("credential.add");
  expect(line).toMatchObject({
    actorKind: "user",
    actor: "alice",
    requestId: "request-7",
    objectId: added.id,
    details: { name: "whole", username: "scan@CORP.EXAMPLE" },
  });
  expect(JSON.stringify(line)).not.toContain(CANARY);
});

test("an App is listed what it may name, and not told whose account that is nor who else may", async () => {
  const theirs = await add("for the portal", { callers: ["app:portal"] });
  await add("for nobody else", { callers: ["user:alice"] });
  const everybodys = await add("for all");
  expect(await names(portal)).toEqual(["for all", "for the portal", "whole"]);
  expect(await names(context)).toEqual(["for all"]);
  expect(await names(admin)).toEqual(["for all", "for nobody else", "for the portal", "whole"]);
  const shown = accepted(await engine.jobs.getCredential(theirs.id, portal));
  expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(["userName"]));
  expect(shown).toMatchObject({ name: "for the portal", scope: ["10.0.0.0/8:22"] });
  expect("callers" in shown).toBe(false);
  expect(rejected(await engine.jobs.getCredential(theirs.id, context)).kind).toBe("not-found");
  expect(accepted(await engine.jobs.getCredential(everybodys.id, context)).name).toBe("for all");
});

test("they are listed by name, page by page; a cursor of elsewhere is none", async () => {
  const first = accepted(await engine.jobs.listCredentials({ limit: 1 }, admin));
  const { next: after = "" } = first;
  const second = accepted(await engine.jobs.listCredentials({ limit: 200, after }, admin));
  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(await names(admin));
  expect(second.next).toBeUndefined();
  const foreign = Buffer.from(JSON.stringify(["hosts", "a"])).toString("base64url");
  expect(rejected(await engine.jobs.listCredentials({ limit: 1, after: foreign }, admin))).toMatchObject({
    errors: [{ path: "after" }],
  });
});

test.each<[string, object, string]>([
  ["a name that looks like an id", { name: "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd" }, "/name"],
  ["an account that is none", { userName: "a\u0007" }, "/userName"],
  ["a domain beside another", { userName: "a@b.example", domain: CANARY }, "/domain"],
  ["a domain that is none", { domain: `${CANARY} x` }, "/domain"],
  ["a scope that is none", { scope: ["10.0.0.0/8", `${CANARY}!`] }, "/scope"],
  ["callers that are none", { callers: [CANARY] }, "/callers"],
  ["no secret", { secret: {} }, "/secret"],
  ["a passphrase alone", { secret: { ...secret, passphrase: CANARY } }, "/secret/passphrase"],
  ["a NUL", { secret: { password: "\0" } }, "/secret/password"],
  [
    "a NUL to elevate with",
    { secret: { ...secret, elevation: { method: 0, password: "\0" } } },
    "/secret/elevation/password",
  ],
  ["a key that is none", { secret: { privateKey: CANARY } }, "/secret"],
  ["a keytab of no realm's", { secret: { keytab: "QUJD" } }, "/secret"],
])("%s is refused with its place, and not repeated", async (_what, members, path) => {
  const rejection = rejected(await engine.jobs.addCredential({ ...named("refused"), ...members }, admin));
  expect(rejection).toMatchObject({ kind: "invalid", errors: [{ path }] });
  expect(JSON.stringify(rejection)).not.toContain(CANARY);
  expect(await names(admin)).not.toContain("refused");
});

test("a repeated call adds nothing, and the record of it lets no secret be guessed", async () => {
  const once = { ...admin, idempotencyKey: "key-1" };
  const first = accepted(await engine.jobs.addCredential(named("repeated"), once));
  expect(accepted(await engine.jobs.addCredential(named("repeated"), once))).toEqual(first);
  const other = { ...named("repeated"), secret: { password: "other" } };
  expect(rejected(await engine.jobs.addCredential(other, once)).kind).toBe("conflict");
  expect(rejected(await engine.jobs.addCredential(named("repeated"), admin)).kind).toBe("conflict");
  const rows = await engine.database.db.selectFrom("idempotency").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(CANARY);
  expect(rows[0]?.digest).toHaveLength(32);
});

test("another secret takes the place of all of the old one, and ends the pause", async () => {
  const { id } = await add("changed", { secret: { ...secret, elevation: { method: 0 } } });
  const paused = { paused_at: new Date(), paused_by: "web.example:22" };
  await engine.database.db.updateTable("credential").set(paused).where("id", "=", id).execute();
  expect(accepted(await engine.jobs.getCredential(id, admin)).pausedDescription).toBe(
    "Too many logins were refused, by: web.example:22.",
  );
  expect(accepted(await engine.jobs.getCredential(id, context))).toMatchObject({
    pausedTimeUtc: expect.any(String),
    pausedDescription: "Too many logins were refused.",
  });
  const changed = accepted(await engine.jobs.changeCredentialSecret(id, { password: "new" }, admin));
  expect(changed).toMatchObject({ pausedTimeUtc: null, elevationMethod: null });
  expect(await engine.credentials.open(id)).toEqual({ username: "scan", password: "new" });
  expect(await newestAudit("credential.change")).toMatchObject({ actor: "alice", requestId: "request-7" });
  for (const [bad, path] of [
    [{}, ""],
    [{ passphrase: CANARY }, "/passphrase"],
    [{ privateKey: CANARY }, ""],
  ] as const) {
    const rejection = rejected(await engine.jobs.changeCredentialSecret(id, bad, admin));
    expect(rejection).toMatchObject({ kind: "invalid", errors: [{ path }] });
    expect(JSON.stringify(rejection)).not.toContain(CANARY);
  }
});

test("a pause is ended, and one that is not paused stays as it is", async () => {
  const { id } = await add("paused");
  await engine.database.db
    .updateTable("credential")
    .set({ paused_at: new Date() })
    .where("id", "=", id)
    .execute();
  for (const _ of [1, 2])
    expect(accepted(await engine.jobs.resumeCredential(id, admin)).pausedTimeUtc).toBeNull();
  expect(await newestAudit("credential.resume")).toMatchObject({ objectId: id, requestId: "request-7" });
});

test("its scope and callers are said anew; callers that are not stated stay", async () => {
  const { id } = await add("moved", { callers: ["app:portal"] });
  const moved = accepted(await engine.jobs.changeCredentialScope(id, { scope: ["*.LAB.example"] }, admin));
  expect(moved).toMatchObject({ scope: ["*.lab.example"], callers: ["app:portal"] });
  const all = { scope: ["anywhere"], callers: ["all"] };
  expect(accepted(await engine.jobs.changeCredentialScope(id, all, admin))).toMatchObject(all);
  const bad = rejected(await engine.jobs.changeCredentialScope(id, { scope: [`${CANARY}!`] }, admin));
  expect(bad).toMatchObject({ kind: "invalid", errors: [{ path: "/scope" }] });
  expect(JSON.stringify(bad)).not.toContain(CANARY);
});

test("one that a host is scanned with stays; without hosts it is removed, once", async () => {
  const { id } = await add("removed", { scope: ["anywhere"] });
  accepted(await engine.jobs.createJob([{ dnsHostName: "used.example", credentialId: id }], admin));
  expect(rejected(await engine.jobs.removeCredential(id, admin))).toMatchObject({
    kind: "conflict",
    detail: expect.stringContaining("used.example:22"),
  });
  const other = await engine.addCredential("instead");
  accepted(await engine.jobs.createJob([{ dnsHostName: "used.example", credentialId: other }], admin));
  accepted(await engine.jobs.removeCredential(id.toUpperCase(), admin));
  expect(await newestAudit("credential.remove")).toMatchObject({ objectId: id, requestId: "request-7" });
  expect(rejected(await engine.jobs.removeCredential(id, admin)).kind).toBe("not-found");
  for (const call of [
    engine.jobs.changeCredentialSecret(id, secret, admin),
    engine.jobs.changeCredentialScope(id, { scope: ["anywhere"] }, admin),
    engine.jobs.resumeCredential(id, admin),
    engine.jobs.getCredential(id, admin),
  ])
    expect(rejected(await call).kind).toBe("not-found");
});

test("of one that somebody else has changed is not said what it logs in with, and it is not changed", async () => {
  const { id } = await add("outside");
  await engine.database.db
    .updateTable("credential")
    .set({ scope: ["anywhere"] })
    .where("id", "=", id)
    .execute();
  expect(accepted(await engine.jobs.getCredential(id, admin))).toMatchObject({
    kinds: null,
    elevationMethod: null,
  });
  for (const call of [
    engine.jobs.changeCredentialSecret(id, secret, admin),
    engine.jobs.changeCredentialScope(id, { scope: ["anywhere"] }, admin),
  ])
    expect(rejected(await call)).toMatchObject({ kind: "invalid", errors: [{ path: "credentialId" }] });
});
