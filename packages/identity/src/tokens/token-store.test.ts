import { createTestDatabase, makeSecretBox, type TestDatabase, testActor } from "@hostscan/database/testing";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSigningKeys } from "./signing-key.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { createTokenStore, type TokenStore } from "./token-store.ts";

let database: TestDatabase;
let keys: SigningKeys;
let tokens: TokenStore;
beforeAll(async () => {
  database = await createTestDatabase();
  keys = await loadSigningKeys(database.db, makeSecretBox());
  tokens = createTokenStore(database.db, keys, testActor);
});
afterAll(() => database.drop());

async function issue(name: string) {
  const issued = await tokens.issue({ name, role: "App", expiresInSeconds: 60 });
  if (!issued.ok) expect.unreachable(issued.rejection.detail);
  return issued.value;
}

test("a token says who it is for, until when, and which key signed it", async () => {
  const { id, token, expiresAt } = await issue("portal");
  expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256", typ: "JWT", kid: (await keys.signing()).id });
  expect(decodeJwt(token)).toEqual({
    iss: "hostscan",
    aud: "hostscan-api",
    sub: id,
    jti: id,
    name: "portal",
    role: "App",
    iat: expect.any(Number),
    exp: expiresAt.getTime() / 1_000,
  });
  expect(Math.abs(expiresAt.getTime() - Date.now() - 60_000)).toBeLessThan(10_000);
});

test("tokens are listed newest first, without the token itself", async () => {
  const { token, ...kept } = await issue("newest");
  const [first] = await tokens.list();
  expect(first).toEqual(kept);
  expect(JSON.stringify(await tokens.list())).not.toContain(token);
});

test("a token is revoked by id, and all of a name by the name, once", async () => {
  const [one, two, three] = [await issue("shared"), await issue("shared"), await issue("shared")];
  expect(await tokens.revoke(one.id.toUpperCase())).toMatchObject({ ok: true, value: [{ id: one.id }] });
  const rest = await tokens.revoke("shared");
  if (!rest.ok) expect.unreachable(rest.rejection.detail);
  expect(rest.value.map(({ id }) => id).sort()).toEqual([two.id, three.id].sort());
  expect(rest.value[0]?.revokedAt).toBeInstanceOf(Date);
  expect(await tokens.revoke("shared")).toMatchObject({ ok: false, rejection: { kind: "not-found" } });
});

test.each([
  [{ name: "" }, "name must neither be empty"],
  [{ role: "App; Admin" }, "role must be a word"],
  [{ expiresInSeconds: 0 }, "expiresInSeconds must be from 1 to"],
  [{ expiresInSeconds: 1.5 }, "expiresInSeconds must be from 1 to"],
  [{ expiresInSeconds: 1e12 }, "expiresInSeconds must be from 1 to"],
])("%j is refused", async (given, detail) => {
  const refused = await tokens.issue({ name: "refused", role: "App", expiresInSeconds: 60, ...given });
  expect(refused).toMatchObject({
    ok: false,
    rejection: { kind: "invalid", detail: expect.stringContaining(detail) },
  });
});
