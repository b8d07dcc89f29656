import { once } from "node:events";
import { createServer } from "node:http";
import type { TokenVerifier } from "@hostscan/core";
import { SignJWT } from "jose";
import { expect, onTestFinished, test, vi } from "vitest";
import { AUDIENCE, startOpenIdProvider } from "../testing/openid-provider.ts";
import { acceptExternal, type IssuerTimes } from "./external-token-verifier.ts";

const RETRY_MS = 5_000;
const UNAVAILABLE = { ok: false, reason: "unavailable" };

/** Stands aside: these tests send the provider's tokens alone. */
const local: TokenVerifier = { verify: () => expect.unreachable("not for us") };

/** A real provider, a token of it, and a verifier whose clock stands still until it is told to pass. */
async function start(times: Partial<IssuerTimes> = {}) {
  const provider = await startOpenIdProvider({ groups: ["scanners"] });
  onTestFinished(() => provider.stop());
  let passed = 0;
  const warn = vi.fn();
  const { verify } = acceptExternal(local, {
    issuer: provider.issuer,
    audience: AUDIENCE,
    mapping: { claim: "groups", roles: new Map([["scanners", "App"] as const]) },
    log: { warn },
    times: { retryMs: RETRY_MS, ...times },
    now: () => passed,
  });
  const pass = (ms: number) => {
    passed += ms;
  };
  return { provider, token: await provider.fetchToken(), verify, warn, pass };
}

test("a provider that was down is left alone for a while, and then asked again", async () => {
  const { provider, token, verify, warn, pass } = await start();
  await provider.stop();
  expect(await verify(token)).toEqual(UNAVAILABLE);
  await provider.restart();
  const before = provider.requests();
  pass(RETRY_MS - 1);
  expect(await verify(token)).toEqual(UNAVAILABLE);
  expect(provider.requests()).toBe(before);
  expect(warn).toHaveBeenCalledOnce();
  pass(1);
  expect(await verify(token)).toMatchObject({ ok: true });
});

test("keys that have aged are asked for once in a while, too", async () => {
  const { provider, token, verify, warn, pass } = await start({ keysMaxAgeMs: 0 });
  expect(await verify(token)).toMatchObject({ ok: true });
  await provider.stop();
  expect(await verify(token)).toEqual(UNAVAILABLE);
  await provider.restart();
  const before = provider.requests();
  expect(await verify(token)).toEqual(UNAVAILABLE);
  expect(provider.requests()).toBe(before);
  expect(warn).toHaveBeenCalledOnce();
  pass(RETRY_MS);
  expect(await verify(token)).toMatchObject({ ok: true });
});

test("tokens that come at once share one attempt, and its failure", async () => {
  const { provider, token, verify, warn } = await start({ timeoutMs: 50 });
  provider.hold();
  const before = provider.requests();
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
  expect(verdicts).toEqual(Array.from({ length: 20 }, () => UNAVAILABLE));
  expect(provider.requests()).toBe(before + 1);
  expect(warn).toHaveBeenCalledOnce();
});

test("keys that are known serve on, although another could not be asked for", async () => {
  const { provider, token, verify, pass } = await start({ unknownKeyMs: 0 });
  expect(await verify(token)).toMatchObject({ ok: true });
  await provider.rotate();
  const later = await provider.fetchToken();
  await provider.stop();
  expect(await verify(later)).toEqual(UNAVAILABLE);
  expect(await verify(token)).toMatchObject({ ok: true });
  await provider.restart();
  expect(await verify(later)).toEqual(UNAVAILABLE);
  pass(RETRY_MS);
  expect(await verify(later)).toMatchObject({ ok: true });
});

test.each([
  ["answers 500", 500, () => ({}), "answered 500."],
  ["says nothing of keys", 200, (issuer: string) => ({ issuer }), "is no discovery document."],
  ["says nothing", 200, () => null, "is no discovery document."],
  [
    "is that of another",
    200,
    () => ({ issuer: "https://other.example", jwks_uri: "https://other.example/jwks" }),
    "is that of another issuer.",
  ],
  [
    "has its keys where anybody can change them on the way",
    200,
    (issuer: string) => ({ issuer, jwks_uri: "http://keys.example/jwks" }),
    "has its keys where they cannot be trusted.",
  ],
])(
  "no token is let in by a provider whose discovery document %s (fixture)",
  async (_, status, document, said) => {
    const server = createServer((_request, response) => {
      response
        .writeHead(status, { "Content-Type": "application/json" })
        .end(JSON.stringify(document(issuer)));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const address = server.address();
    const issuer = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const warn = vi.fn();
    const verifier = acceptExternal(local, {
      issuer,
      audience: AUDIENCE,
      mapping: { claim: "groups", roles: new Map() },
      log: { warn },
    });
    const token = await new SignJWT({ sub: "ada" })
      .setProtectedHeader({ alg: "ES256" })
      .setIssuer(issuer)
      .setExpirationTime("1h")
      .sign(
        (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"])).privateKey,
      );
    expect(await verifier.verify(token)).toEqual(UNAVAILABLE);
    expect(String(warn.mock.calls[0]?.[0]?.err?.cause ?? warn.mock.calls[0]?.[0]?.err)).toContain(said);
  },
);
