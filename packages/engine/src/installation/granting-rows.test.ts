import { randomBytes } from "node:crypto";
import { SecretKey } from "@hostscan/database";
import { testActor as actor, createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import { createTokenVerifier, makeKey as makeOwnKey } from "@hostscan/identity";
import { from, startSigningIn } from "@hostscan/identity/testing";
import { sql } from "kysely";
import { pino } from "pino";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { accepted, rejected } from "../../test/start-engine.ts";
import { type OpenInstallation, openInstallation } from "./open-installation.ts";

const log = pino({ enabled: false });
const HOUR = 3_600;
const secretKey = new SecretKey(randomBytes(32));
let database: TestDatabase;
let installation: OpenInstallation;

beforeEach(async () => {
  const made = await createTestDatabase();
  database = made;
  const opened = await openInstallation({
    connectionString: database.connectionString,
    secretKey,
    actor,
    log,
  });
  installation = opened;
  onTestFinished(async () => {
    await opened.close();
    await made.drop();
  });
});

/** What somebody does who can write to the database, and has no secret key. */
const tamper = (statement: string) => sql.raw(statement).execute(database.db);

const refusals = async () => {
  const lines = await database.db
    .selectFrom("audit")
    .selectAll()
    .where("action", "=", "row.refused")
    .execute();
  return lines.map((line) => `${line.object_kind} ${line.object_id}`);
};

async function makeKey(name: string) {
  return accepted(await installation.applicationKeys.create({ name, expiresInSeconds: HOUR }));
}

async function issueToken(name: string, role: string) {
  return accepted(await installation.tokens.issue({ name, role, expiresInSeconds: HOUR }));
}

const verify = (token: string) => installation.tokenVerifier.verify(token);
const unknown = { ok: false, reason: "unknown" };

describe("a row that somebody else has written is refused, and audited once", () => {
  test.each([
    ["name", "name = 'other'"],
    ["expiry", "expires_at = expires_at + interval '1 second'"],
    ["MAC taken away", "mac = null, mac_key_id = null"],
    ["key of the MAC", "mac_key_id = 'ffffffffffffffff'"],
    ["MAC cut short", "mac = substr(mac, 1, 16)"],
    ["MAC of nothing", "mac = ''"],
  ])("the key of an application: its %s", async (_, change) => {
    const made = await makeKey("portal");
    expect(await verify(made.key)).toMatchObject({ ok: true });
    await tamper(`update application_key set ${change}`);
    expect([await verify(made.key), await verify(made.key)]).toEqual([unknown, unknown]);
    expect(await refusals()).toEqual([`key ${made.id}`]);
  });

  test("a key that was revoked, and is made valid again", async () => {
    const { id, key } = await makeKey("portal");
    accepted(await installation.applicationKeys.revoke("portal"));
    await tamper("update application_key set revoked_at = null");
    expect(await verify(key)).toEqual(unknown);
    // Revoked once more by command, it is not vouched for.
    accepted(await installation.applicationKeys.revoke("portal"));
    await tamper("update application_key set revoked_at = null");
    expect(await verify(key)).toEqual(unknown);
    expect(await refusals()).toEqual([`key ${id}`]);
  });

  test("MACs of two keys that are swapped, and a row made by hand with the MAC of another", async () => {
    const [one, other] = [await makeKey("one"), await makeKey("other")];
    await tamper(`
      update application_key set mac = (
        select mac from application_key other where other.id <> application_key.id)`);
    expect([await verify(one.key), await verify(other.key)]).toEqual([unknown, unknown]);
    const { key, prefix, digest } = makeOwnKey();
    await sql`
      insert into application_key (id, name, prefix, digest, expires_at, mac, mac_key_id)
      select gen_random_uuid(), name, ${prefix}, ${digest}, expires_at, mac, mac_key_id
      from application_key where name = 'one'`.execute(database.db);
    expect(await verify(key)).toEqual(unknown);
  });

  test.each([
    "expires_at = expires_at + interval '1 day'",
    "role = 'Admin'",
    "mac = null",
    "id = gen_random_uuid()",
  ])("an access token: %s", async (change) => {
    const { token } = await issueToken("ci", "App");
    expect(await verify(token)).toMatchObject({ ok: true });
    await tamper(`update access_token set ${change}`);
    expect(await verify(token)).toEqual(unknown);
  });

  test("a token that was revoked, and is made valid again", async () => {
    const { token, id } = await issueToken("ci", "App");
    accepted(await installation.tokens.revoke("ci"));
    await tamper("update access_token set revoked_at = null");
    expect(await verify(token)).toEqual(unknown);
    expect(await refusals()).toEqual([`token ${id}`]);
  });

  test("a signing key that was retired never signs or verifies again, and the next start makes another", async () => {
    const { token } = await issueToken("ci", "App");
    await tamper("update signing_key set mac = null");
    const again = await openInstallation({
      connectionString: database.connectionString,
      secretKey,
      actor,
      log,
    });
    onTestFinished(() => again.close());
    expect(await again.tokenVerifier.verify(token)).toEqual(unknown);
    const { token: next } = accepted(
      await again.tokens.issue({ name: "next", role: "App", expiresInSeconds: HOUR }),
    );
    expect(await again.tokenVerifier.verify(next)).toMatchObject({ ok: true });
    expect((await refusals()).every((line) => line.startsWith("signing-key "))).toBe(true);
  });
});

describe("a user whose row somebody else has written", () => {
  async function signIn(login: string) {
    const signing = await startSigningIn();
    onTestFinished(() => signing[Symbol.asyncDispose]());
    const user = await signing.addUser(login);
    const step = await signing.signIn.firstStep(user.credentials, from());
    const { token } = step.ok ? step.value : expect.fail("not let in");
    const full = await signing.signIn.secondStep({ token, code: user.code() }, from());
    const session = full.ok ? full.value.token : expect.fail("not let in");
    return { ...signing, user, token, session, db: signing.database.db };
  }

  test.each([
    "role = 'Admin2'",
    "login = 'mallory'",
    "password_hash = password_hash || ' '",
    "secret = 'x'",
    "mac = null",
  ])("is refused at sign-in, and by the tokens of before: %s", async (change) => {
    const { db, user, token, session, signIn: service, keys, users } = await signIn("alice");
    const verifier = createTokenVerifier(db, keys);
    expect(await verifier.verify(session)).toMatchObject({ ok: true });
    await sql.raw(`update app_user set ${change}`).execute(db);
    expect(await verifier.verify(session)).toEqual(unknown);
    expect(await service.firstStep(user.credentials, from())).toMatchObject({ ok: false });
    expect(await service.secondStep({ token, code: user.code(1) }, from())).toEqual({
      ok: false,
      rejection: { kind: "invalid token", reason: "unknown" },
    });
    const { login } = await db.selectFrom("app_user").select("login").executeTakeFirstOrThrow();
    const changing = [users.resetPassword(login, "another password"), users.resetSecondFactor(login)];
    for (const refused of await Promise.all([...changing, users.setDisabled(login, false)])) {
      expect(rejected(refused).detail).toContain("was changed outside of Hostscan");
    }
    accepted(await users.setDisabled(login, true));
    accepted(await users.remove(login));
  });

  test("that was disabled, and is enabled by hand", async () => {
    const { db, user, signIn: service, users } = await signIn("alice");
    accepted(await users.setDisabled("alice", true));
    await sql`update app_user set disabled_at = null`.execute(db);
    expect(await service.firstStep(user.credentials, from())).toMatchObject({ ok: false });
  });

  test("is let in where only the last step of a code was changed", async () => {
    const { db, user, signIn: service } = await signIn("alice");
    await sql`update app_user set last_code_step = null`.execute(db);
    expect(await service.firstStep(user.credentials, from())).toMatchObject({ ok: true });
  });

  test("nor does a recovery code that somebody else has written let anybody in", async () => {
    const { db, user, signIn: service } = await signIn("alice");
    const [code = "", other = ""] = user.recoveryCodes;
    const first = await service.firstStep(user.credentials, from());
    const { token } = first.ok ? first.value : expect.fail("not let in");
    await sql`update recovery_code set mac = null`.execute(db);
    expect(await service.secondStep({ token, code }, from())).toMatchObject({ ok: false });
    expect(await service.secondStep({ token, code: other }, from())).toMatchObject({ ok: false });
    const lines = await db.selectFrom("audit").select("action").where("action", "=", "row.refused").execute();
    expect(lines).toHaveLength(1);
  });
});
