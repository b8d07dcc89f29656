import { createSecretKey, generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { openDatabase } from "@hostscan/database";
import { createTestDatabase, makeSecretBox, type TestDatabase, testActor } from "@hostscan/database/testing";
import { type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PostgresTokenVerifier } from "../token-verifier.ts";
import { loadSigningKeys, type SigningKey } from "./signing-key.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { createTokenStore, type TokenStore } from "./token-store.ts";

let database: TestDatabase;
let keys: SigningKeys;
let signingKey: SigningKey;
let tokens: TokenStore;
let verifier: PostgresTokenVerifier;
beforeAll(async () => {
  database = await createTestDatabase();
  keys = await loadSigningKeys(database.db, makeSecretBox());
  signingKey = await keys.signing();
  tokens = createTokenStore(database.db, keys, testActor);
  verifier = new PostgresTokenVerifier(database.db, keys);
});
afterAll(() => database.drop());

async function issue(role = "App") {
  const issued = await tokens.issue({ name: "portal", role, expiresInSeconds: 600 });
  if (!issued.ok) expect.unreachable(issued.rejection.detail);
  return issued.value;
}

type Key = Parameters<SignJWT["sign"]>[0];

/** Signs claims and a header of the test's choosing; undefined leaves one out. */
async function forge(claims: object, header: object = {}, key: Key = signingKey.key): Promise<string> {
  const { id } = await issue();
  const exp = Math.floor(Date.now() / 1_000) + 600;
  const whole: JWTPayload = {
    iss: "hostscan",
    aud: "hostscan-api",
    sub: id,
    exp,
    name: "portal",
    role: "App",
  };
  Object.assign(whole, claims);
  return new SignJWT(whole).setProtectedHeader({ alg: "HS256", kid: signingKey.id, ...header }).sign(key);
}

test("a token tells its caller and its end", async () => {
  const { id, token, expiresAt } = await issue("Admin");
  expect(await verifier.verify(token)).toEqual({
    ok: true,
    caller: { subject: id, name: "portal", role: "Admin", identity: "token:portal" },
    expiresAt,
  });
  expect(await verifier.verify(await forge({}))).toMatchObject({ ok: true });
});

test("a revoked token is refused", async () => {
  const { id, token } = await issue();
  await tokens.revoke(id);
  expect(await verifier.verify(token)).toEqual({ ok: false, reason: "revoked" });
});

test("a token that the database does not know is refused", async () => {
  const { id, token } = await issue();
  await database.db.deleteFrom("access_token").where("id", "=", id).execute();
  expect(await verifier.verify(token)).toEqual({ ok: false, reason: "unknown" });
});

test.each([
  ["expired", { exp: 1 }, "expired"],
  ["not valid yet", { nbf: Date.now() / 1_000 + 600 }, "unknown"],
  ["of another issuer", { iss: "somebody" }, "unknown"],
  ["for another audience", { aud: "another-api" }, "unknown"],
  ["without an end", { exp: undefined }, "unknown"],
  ["without a role", { role: undefined }, "unknown"],
])("a well signed token %s is refused", async (_, claims, reason) => {
  expect(await verifier.verify(await forge(claims))).toEqual({ ok: false, reason });
});

test.each(["", "token", "a.b.c", "a.b", "..", "eyJhbGciOiJIUzI1NiJ9.e30."])(
  "'%s' is no token",
  async (text) => {
    const { ok, ...refusal } = await verifier.verify(text);
    expect(ok).toBe(false);
    expect(refusal).toMatchObject({ reason: expect.stringMatching(/^(malformed|unknown)$/) });
  },
);

test("a token whose signature or content was changed is refused", async () => {
  const [head = "", body = "", signature = ""] = (await issue()).token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const raised = Buffer.from(JSON.stringify({ ...claims, role: "Admin" })).toString("base64url");
  for (const token of [
    `${head}.${raised}.${signature}`,
    `${head}.${body}.${signature.slice(1)}`,
    `${head}.${body}.`,
  ]) {
    expect(await verifier.verify(token)).toMatchObject({ ok: false });
  }
});

test("a token signed by another key, in another way, or not at all is refused", async () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const forged = await Promise.all([
    forge({}, {}, createSecretKey(randomBytes(32))),
    forge({}, { alg: "HS512" }, createSecretKey(randomBytes(64))),
    forge({}, { alg: "EdDSA" }, privateKey),
    forge({}, { kid: randomUUID() }),
    forge({}, { kid: undefined }),
  ]);
  forged.push(new UnsecuredJWT({ sub: randomUUID(), role: "Admin" }).setIssuer("hostscan").encode());
  for (const token of forged) expect(await verifier.verify(token)).toEqual({ ok: false, reason: "unknown" });
});

test("while the database is out of reach nothing is said of the token, and an ill-signed one is refused all the same", async () => {
  const { token } = await issue();
  const { db } = openDatabase({ connectionString: "postgresql://u@127.0.0.1:1/none", onIdleError: () => {} });
  const blind = new PostgresTokenVerifier(db, keys);
  expect(await blind.verify(token)).toEqual({ ok: false, reason: "unavailable" });
  expect(await blind.verify("a.b.c")).toMatchObject({
    ok: false,
    reason: expect.not.stringMatching("unavailable"),
  });
  await db.destroy();
});

test("a fault of our own is thrown", async () => {
  const broken = await createTestDatabase();
  await sql`drop table access_token`.execute(broken.db);
  const { token } = await issue();
  await expect(new PostgresTokenVerifier(broken.db, keys).verify(token)).rejects.toMatchObject({
    code: "42P01",
  });
  await broken.drop();
});
