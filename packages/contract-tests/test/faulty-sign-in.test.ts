import { expect, test } from "vitest";
import { createKit } from "../src/index.ts";
import { fixtureTarget, type Tampering } from "./fixture-target.ts";

const wrong = { ok: false, rejection: { kind: "refused", detail: "Nobody is called that." } } as const;

/** Changes a header of an answer. */
const withHeader =
  (name: string, change: (value: string) => string): NonNullable<Tampering["answer"]> =>
  (_request, response) => {
    const value = response.headers.get(name);
    if (value !== null) response.headers.set(name, change(value));
    return response;
  };

const declaredAs = (type: string) =>
  `SigninBody takes JSON that is declared as ${type}, and sets a cookie that scripts cannot read`;

const cases: readonly (readonly [check: string, fault: string, tampering: Tampering, says: string])[] = [
  [
    declaredAs("application/json"),
    "a cookie that scripts can read",
    { answer: withHeader("Set-Cookie", (cookie) => cookie.replace("; HttpOnly", "")) },
    "is hostscan-signin=",
  ],
  [
    declaredAs("text/plain"),
    "a server that takes only what is declared as JSON",
    {
      answer: (request, response) =>
        request.headers.get("Content-Type") === "text/plain" ? new Response(null, { status: 415 }) : response,
    },
    "should be 200",
  ],
  [
    "SigninBody tells nothing of whether a login is known",
    "an answer that differs",
    {
      signIn: (service) => ({
        firstStep: async (body, context) =>
          body.Login === "alice" ? service.firstStep(body, context) : wrong,
      }),
    },
    "differs between a wrong password and an unknown login",
  ],
  [
    "Signin2fa answers a token that the API admits, and accepts a code once",
    "a code that is accepted again",
    { signIn: () => ({ secondStep: async () => ({ ok: true, value: { token: "app-token" } }) }) },
    "should be 401",
  ],
  [
    "Sigin2fa answers a token that the API admits, and accepts a code once",
    "a token that the API does not admit",
    { signIn: () => ({ secondStep: async () => ({ ok: true, value: { token: "guest-token" } }) }) },
    "should be 200",
  ],
  [
    "SigninBody refuses a page of another site",
    "a server that asks no browser from where it calls",
    {
      answer: (request, response) =>
        request.headers.has("Origin") && response.status === 403
          ? new Response(null, { status: 401 })
          : response,
    },
    "should be 403",
  ],
  [
    "Signin2fa refuses a cookie that came with another token",
    "a server that looks at no cookie",
    { signIn: () => ({ secondStep: async () => ({ ok: true, value: { token: "app-token" } }) }) },
    "should be 401",
  ],
  [
    "Get refuses a token that has not passed the second factor",
    "a server that takes any token",
    {
      tokens: {
        verify: async (name) => ({
          ok: true,
          caller: { subject: name, name, role: "App" },
          expiresAt: new Date(Date.now() + 60_000),
        }),
      },
    },
    "should be 403",
  ],
];

test.each(cases)("%s: finds %s (fixture of the ports)", async (name, _fault, tampering, says) => {
  const kit = await createKit(fixtureTarget(tampering));
  const [check] = kit.checks.filter((known) => known.name === name);
  const found = check ? await kit.run(check) : expect.fail(`no check ${name}`);
  expect(found.missing).toEqual([]);
  expect(found.findings.map(({ message }) => message).join("\n")).toContain(says);
});
