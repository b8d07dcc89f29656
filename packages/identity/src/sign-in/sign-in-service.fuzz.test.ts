import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { from, type SigningIn, startSigningIn } from "../testing/index.ts";

let signing: SigningIn;
let token: string;
beforeAll(async () => {
  signing = await startSigningIn();
  const user = await signing.addUser("alice");
  const step = await signing.signIn.firstStep(user.credentials, from());
  token = step.ok ? step.value.token : expect.fail(step.rejection.kind);
});
afterAll(() => signing[Symbol.asyncDispose]());

const RUNS = { numRuns: 300 };
const text = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 128 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 64 }),
  fc.constantFrom("\u0000", "a\u0000b", "\ud800", "' or 1=1 --", "ALICE", "%"),
);

test("whatever login and password are sent, they are refused and nothing breaks", async () => {
  // What is hashed does not matter here, and there is much of it.
  const signIn = await signing.another({ passwords: { hash: async () => "", matches: async () => false } });
  await fc.assert(
    fc.asyncProperty(text, text, async (Login, Password) => {
      const step = await signIn.firstStep({ Login, Password }, from());
      expect(["refused", "throttled"]).toContain(step.ok ? "admitted" : step.rejection.kind);
    }),
    RUNS,
  );
});

test("whatever code, cookie and address are sent, nothing breaks", async () => {
  const code = fc.oneof(text, fc.integer({ min: 0, max: 999_999 }));
  await fc.assert(
    fc.asyncProperty(code, fc.option(text, { nil: undefined }), text, async (sent, cookie, address) => {
      const given = { token, code: sent, ...(cookie && { cookie }) };
      const step = await signing.signIn.secondStep(given, from(address));
      // Five wrong codes use the token up.
      expect(["refused", "throttled", "invalid token"]).toContain(step.ok ? "admitted" : step.rejection.kind);
    }),
    RUNS,
  );
});

test("whatever token is sent, it is not one of the first step", async () => {
  const forged = fc.oneof(
    text,
    fc.tuple(text, text, text).map((parts) => parts.join(".")),
  );
  await fc.assert(
    fc.asyncProperty(forged, async (sent) => {
      const step = await signing.signIn.secondStep({ token: sent, code: "123456" }, from());
      expect(step.ok ? "admitted" : step.rejection.kind).toBe("invalid token");
    }),
    RUNS,
  );
});
