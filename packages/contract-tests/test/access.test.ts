import { createHmac } from "node:crypto";
import { openapiDocument } from "@hostscan/contract/document";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildRequest } from "../src/call.ts";
import { operationsOf } from "../src/document/operations.ts";
import { type Access, startAccess } from "./stack/access.ts";

const operations = operationsOf({ ...openapiDocument }).filter(({ security }) => security === "Bearer");

/** What the token, and not the call, comes to. */
const REFUSED: ReadonlySet<number> = new Set([401, 403, 429, 500, 503]);

let access: Access;
beforeAll(async () => {
  access = await startAccess();
});
afterAll(() => access[Symbol.asyncDispose]());

/** What stands in the header of a token, and in its claims. */
function partsOf(token: string): { readonly head: object; readonly claims: object; readonly signed: string } {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  return { head: read(head), claims: read(claims), signed: signature };
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** A token with another header or other claims, under the signature it had. */
function changed(token: string, head: object, claims: object, signature?: string): string {
  const parts = partsOf(token);
  const content = [encode({ ...parts.head, ...head }), encode({ ...parts.claims, ...claims })];
  return [...content, signature ?? parts.signed].join(".");
}

/** Signs with what everybody knows of a key: its id. A server that takes any key by its name would let it in. */
function signedByKeyId(token: string): string {
  const content = changed(token, {}, {}, "").slice(0, -1);
  const { kid } = Object(partsOf(token).head);
  return `${content}.${createHmac("sha256", String(kid)).update(content).digest("base64url")}`;
}

type MakeToken = () => Promise<string | null>;
type State = readonly [state: string, status: number, token: MakeToken];

/** Every way of calling, by the role that the token bears or claims to bear. */
const statesOf = (role: "Admin" | "App"): State[] => [
  ["a good access token", 0, () => access.accessToken(role)],
  ["a good token of a user", 0, () => access.userToken(role)],
  ["none", 401, async () => null],
  ["a malformed one", 401, async () => "not-a-token"],
  ["one of two parts", 401, async () => (await access.accessToken(role)).split(".").slice(0, 2).join(".")],
  ["an expired one", 401, () => access.expired(role)],
  [
    "one that is not valid yet",
    401,
    () => access.signed(role, { nbf: Math.floor(Date.now() / 1_000) + 600 }),
  ],
  ["one for another audience", 401, () => access.signed(role, { aud: "another-api" })],
  ["one of another issuer", 401, () => access.signed(role, { iss: "somebody" })],
  [
    "a wrong signature",
    401,
    async () => changed(await access.accessToken(role), {}, { role: "Admin", x: 1 }),
  ],
  ["alg none", 401, async () => changed(await access.accessToken(role), { alg: "none" }, {}, "")],
  ["alg confusion", 401, async () => changed(await access.accessToken(role), { alg: "HS512" }, {})],
  ["a signature by the key's id", 401, async () => signedByKeyId(await access.accessToken(role))],
  ["another installation's key", 401, () => access.foreign(role)],
  ["a revoked one", 401, () => access.revoked(role)],
  ["no second factor", 403, () => access.firstStepToken(role)],
  [
    "a claim of a second factor under the signature of none",
    401,
    async () => changed(await access.firstStepToken(role), {}, { isMFA: true }),
  ],
  ["a disabled user's", 401, () => access.disabled(role)],
  ["a removed user's", 401, () => access.removed(role)],
];

const keyStates: State[] = [
  ["a good key", 0, () => access.key()],
  ["a key with another's secret", 401, async () => `${(await access.key()).slice(0, -43)}${"A".repeat(43)}`],
  ["a revoked key", 401, () => access.revokedKey()],
  ["an expired key", 401, () => access.expiredKey()],
];

const otherRole: State[] = [["a good access token", 403, () => access.accessToken("Reviewer")]];

describe.each([
  ["Admin", statesOf("Admin")],
  ["App", [...statesOf("App"), ...keyStates]],
  ["Reviewer", otherRole],
] as const)("the role %s", (role, states) => {
  test.each(states)(
    "with %s gets %i (0: whatever the call itself comes to, and 403 where Admins alone may) at every operation",
    async (_, status, make) => {
      const token = await make();
      // One of its own: a server takes so many tokens that are none from an address, and then no more for a while.
      const fetch = access.serve();
      const answers = await Promise.all(
        operations.map(async (operation) => {
          const { status: got } = await fetch(buildRequest(access, operation, {}, { token }));
          return [operation.operationId, status !== 0 || REFUSED.has(got) ? got : 0] as const;
        }),
      );
      const barred = (isForAdmins: boolean) => (status === 0 && role === "App" && isForAdmins ? 403 : status);
      expect(answers).toEqual(
        operations.map(({ operationId, isForAdmins }) => [operationId, barred(isForAdmins)]),
      );
    },
  );
});
