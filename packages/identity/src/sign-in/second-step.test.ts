import { afterAll, beforeAll, expect, test } from "vitest";
import { from, type SigningIn, startSigningIn, type TestUser } from "../testing/index.ts";
import { createSignInQueues } from "./sign-in-service.ts";

let signing: SigningIn;
beforeAll(async () => {
  signing = await startSigningIn();
});
afterAll(() => signing[Symbol.asyncDispose]());

async function firstToken({ credentials }: TestUser, device?: string): Promise<string> {
  const first = await signing.signIn.firstStep({ ...credentials, ...(device && { device }) }, from());
  return first.ok ? first.value.token : expect.fail(first.rejection.kind);
}

test("a known device has a queue of its own, which the one of strangers does not hold up", async () => {
  const user = await signing.addUser("alice");
  const second = { token: await firstToken(user), code: user.code() };
  const full = { run: async () => "full" as const };
  const crowded = await signing.another({ queues: { ...createSignInQueues(), code: full } });
  expect(await crowded.secondStep(second, from())).toMatchObject({
    rejection: { kind: "unavailable", retryAfterSeconds: 1 },
  });
  // What was not tried is not used up.
  const signedIn = await signing.signIn.secondStep(second, from());
  const device = (signedIn.ok ? signedIn.value.device?.cookie : undefined) ?? expect.fail("no device");
  const again = { token: await firstToken(user, device), device, code: user.code(1) };
  expect(await crowded.secondStep(again, from())).toMatchObject({ ok: true });
});

test("keys out of reach are told as such, and not as a token that is none", async () => {
  const user = await signing.addUser("bob");
  const step = { token: await firstToken(user), code: user.code() };
  const { keys, box } = signing;
  const find = async () => {
    throw Object.assign(new Error("no database"), { code: "ECONNREFUSED" });
  };
  const blind = await signing.another({ keys: { box, signing: () => keys.signing(), find } });
  expect(await blind.secondStep(step, from())).toMatchObject({ rejection: { kind: "unavailable" } });
  expect(await signing.signIn.secondStep(step, from())).toMatchObject({ ok: true });
});

test("of those who wait their turn, who comes to it too late by failures meanwhile has to wait", async () => {
  const user = await signing.addUser("carol");
  const [token, other] = [await firstToken(user), await firstToken(user)];
  const fail = () => signing.signIn.secondStep({ token: other, code: "000000" }, from());
  const failing = {
    async run<T>(turn: () => Promise<T>) {
      for (let failures = 0; failures < 5; failures += 1) await fail();
      return turn();
    },
  };
  const slow = await signing.another({ queues: { ...createSignInQueues(), code: failing } });
  expect(await slow.secondStep({ token, code: user.code() }, from())).toMatchObject({
    ok: false,
    rejection: { kind: "throttled", retryAfterSeconds: expect.any(Number) },
  });
});
