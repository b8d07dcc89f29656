import { createPublicKey } from "node:crypto";
import type { TokenVerifier } from "@hostscan/core";
import { createTestDatabase, makeSecretBox, type TestDatabase, testActor } from "@hostscan/database/testing";
import { importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { AUDIENCE, type OpenIdProvider, startOpenIdProvider } from "../testing/openid-provider.ts";
import { createTokenVerifier } from "../token-verifier.ts";
import { loadSigningKeys } from "../tokens/signing-key.ts";
import { createTokenStore } from "../tokens/token-store.ts";
import { acceptExternal, type ExternalIssuerOptions } from "./external-token-verifier.ts";

let provider: OpenIdProvider;
let database: TestDatabase;
let local: TokenVerifier;
let ownToken: string;
beforeAll(async () => {
  provider = await startOpenIdProvider({ groups: ["scanners"] });
  database = await createTestDatabase();
  const keys = await loadSigningKeys(database.db, makeSecretBox());
  local = createTokenVerifier(database.db, keys);
  const issued = await createTokenStore(database.db, keys, testActor).issue({
    name: "ci",
    role: "App",
    expiresInSeconds: 600,
  });
  ownToken = issued.ok ? issued.value.token : expect.unreachable(issued.rejection.detail);
});
afterAll(async () => {
  await provider.stop();
  await database.drop();
});

const mapping = { claim: "groups", roles: new Map([["scanners", "App"] as const]) };

function accept({ issuer }: Pick<OpenIdProvider, "issuer">, options: Partial<ExternalIssuerOptions> = {}) {
  return acceptExternal(local, { issuer, audience: AUDIENCE, mapping, ...options });
}

/** Claims and a header of the test's choosing, signed with the provider's own key; undefined leaves one out. */
async function forge(claims: object = {}, header: object = {}): Promise<string> {
  const key = provider.key();
  const now = Math.floor(Date.now() / 1_000);
  const whole = {
    iss: provider.issuer,
    aud: AUDIENCE,
    sub: "alice",
    iat: now,
    exp: now + 600,
    groups: ["scanners"],
  };
  const payload: JWTPayload = Object.assign(whole, claims);
  return new SignJWT(payload)
    .setProtectedHeader({ alg: "RS256", kid: `${key.kid}`, ...header })
    .sign(await importJWK(key, "RS256"));
}

const seconds = (from: number) => Math.floor(Date.now() / 1_000) + from;

test("an application signs in at the provider, and calls with the token that it got there", async () => {
  const verdict = await accept(provider).verify(await provider.fetchToken());
  expect(verdict).toEqual({
    ok: true,
    caller: {
      subject: `${provider.issuer} portal`,
      name: "portal",
      role: "App",
      identity: `oidc:${provider.issuer}#portal`,
    },
    expiresAt: expect.any(Date),
  });
  expect(await accept(provider).verify(ownToken)).toMatchObject({ ok: true, caller: { name: "ci" } });
});

test.each([
  ["of another audience", { aud: "https://other.example" }, "unknown"],
  ["without an audience", { aud: undefined }, "unknown"],
  ["that has expired", { exp: seconds(-31) }, "expired"],
  ["without an end", { exp: undefined }, "unknown"],
  ["that holds later", { nbf: seconds(60) }, "unknown"],
  ["that was issued later", { iat: seconds(60) }, "unknown"],
  ["without a subject", { sub: undefined }, "unknown"],
  ["with a subject that no database keeps", { sub: "a\u0000b" }, "unknown"],
])("a token %s is refused", async (_, claims, reason) => {
  expect(await accept(provider).verify(await forge(claims))).toEqual({ ok: false, reason });
});

test.each([
  ["has just ended", { exp: seconds(-15) }],
  ["holds from now on", { nbf: seconds(15), iat: seconds(15) }],
])("clocks may differ by half a minute: a token that %s is good", async (_, claims) => {
  expect(await accept(provider).verify(await forge(claims))).toMatchObject({ ok: true });
});

test("a token without a role that means one here has none", async () => {
  const verdict = await accept(provider).verify(await forge({ groups: ["others"] }));
  expect(verdict).toMatchObject({ ok: true, caller: { role: "none" } });
});

test("a token without a signature, or signed with what everybody knows, is refused", async () => {
  const { n = "", e = "", kid } = provider.key();
  const claims = {
    iss: provider.issuer,
    aud: AUDIENCE,
    sub: "mallory",
    exp: seconds(600),
    groups: ["scanners"],
  };
  const publicKey = createPublicKey({ key: { n, e, kty: "RSA" }, format: "jwk" });
  const confusion = (key: string | Buffer) =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: `${kid}` }).sign(Buffer.from(key));
  const forged = [
    new UnsecuredJWT(claims).encode(),
    await confusion(publicKey.export({ type: "spki", format: "pem" })),
    await confusion(publicKey.export({ type: "spki", format: "der" })),
    `${(await forge()).slice(0, -8)}AAAAAAAA`,
  ];
  const verifier = accept(provider);
  for (const token of forged)
    expect(await verifier.verify(token)).toMatchObject({ ok: false, reason: "unknown" });
});

test("a token under an algorithm that is not accepted does not even make it ask for keys", async () => {
  const fetches = provider.keyFetches();
  const claims = { iss: provider.issuer, aud: AUDIENCE, sub: "mallory", exp: seconds(600) };
  const header = { alg: "HS256", kid: "any" };
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(Buffer.alloc(32));
  expect(await accept(provider).verify(token)).toEqual({ ok: false, reason: "unknown" });
  expect(provider.keyFetches()).toBe(fetches);
});

test("what the provider signs is none of ours, whatever it says", async () => {
  const verifier = accept(provider);
  for (const claims of [
    { iss: "hostscan", aud: "hostscan-api" },
    { iss: `${provider.issuer}/` },
    { iss: undefined },
  ]) {
    expect(await verifier.verify(await forge(claims))).toMatchObject({ ok: false });
  }
});

test("a rotation is followed, and the keys before it are forgotten", async () => {
  const verifier = accept(provider, { times: { unknownKeyMs: 0 } });
  const before = await forge();
  expect(await verifier.verify(before)).toMatchObject({ ok: true });
  await provider.rotate();
  expect(await verifier.verify(await provider.fetchToken())).toMatchObject({ ok: true });
  expect(await verifier.verify(before)).toEqual({ ok: false, reason: "unknown" });
});

test("keys that nobody has do not make it ask the provider again and again", async () => {
  const verifier = accept(provider);
  expect(await verifier.verify(await forge())).toMatchObject({ ok: true });
  const fetches = provider.keyFetches();
  for (const kid of ["a", "b", "c", "d"]) {
    expect(await verifier.verify(await forge({}, { kid }))).toEqual({ ok: false, reason: "unknown" });
  }
  expect(provider.keyFetches()).toBe(fetches);
});

test("a provider that is down takes down nothing but its own tokens, until it is back", async () => {
  const warn = vi.fn();
  const other = await startOpenIdProvider({ groups: ["scanners"] });
  onTestFinished(() => other.stop());
  const [known, strange] = [accept(other), accept(other, { log: { warn }, times: { retryMs: 0 } })];
  const token = await other.fetchToken();
  expect(await known.verify(token)).toMatchObject({ ok: true });
  await other.stop();
  expect(await known.verify(token)).toMatchObject({ ok: true });
  expect(await strange.verify(token)).toEqual({ ok: false, reason: "unavailable" });
  expect(await strange.verify(ownToken)).toMatchObject({ ok: true });
  expect(warn).toHaveBeenCalledOnce();
  await other.restart();
  expect(await strange.verify(token)).toMatchObject({ ok: true });
});

test("a provider that does not answer is given up, and one that is another is not trusted", async () => {
  const silent = await startOpenIdProvider({});
  onTestFinished(() => silent.stop());
  silent.hold();
  const token = await forge({ iss: silent.issuer });
  const waiting = accept(silent, { times: { timeoutMs: 50 } });
  expect(await waiting.verify(token)).toEqual({ ok: false, reason: "unavailable" });

  const alias = provider.issuer.replace("127.0.0.1", "localhost");
  const elsewhere = accept({ issuer: alias });
  expect(await elsewhere.verify(await forge({ iss: alias }))).toEqual({ ok: false, reason: "unavailable" });
});

test("a token of the issuer's that says no algorithm is malformed", async () => {
  const [, payload = "", signature = ""] = (await forge()).split(".");
  const header = Buffer.from("{}").toString("base64url");
  expect(await accept(provider).verify([header, payload, signature].join("."))).toEqual({
    ok: false,
    reason: "malformed",
  });
});

test("a fault of ours is no verdict on a token", async () => {
  const roles = new Map(mapping.roles);
  roles.get = () => {
    throw new RangeError("a fault");
  };
  const faulty = accept(provider, { mapping: { ...mapping, roles } });
  await expect(faulty.verify(await forge())).rejects.toThrow("a fault");
});
