import { randomBytes } from "node:crypto";
import { SecretBox, SecretKey } from "@hostscan/database";
import { createTestDatabase } from "@hostscan/database/testing";
import {
  createApplicationKeyStore,
  createTokenStore,
  createUserStore,
  loadSigningKeys,
  type SigningKeys,
  type TokenStore,
} from "@hostscan/identity";
import { type JWTPayload, SignJWT } from "jose";
import type { Fetch } from "../../src/index.ts";
import { startService } from "./service.ts";
import { byClock } from "./tokens.ts";
import { addUser } from "./users.ts";

type Role = "Admin" | "App";

/** A service, and tokens of it in every state that a token can be in. */
export interface Access extends AsyncDisposable {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  /** Makes another server on the same service. */
  serve(): Fetch;
  accessToken(role: string): Promise<string>;
  expired(role: string): Promise<string>;
  revoked(role: string): Promise<string>;
  /** Signed with the installation's own key, but with other claims. */
  signed(role: string, claims: JWTPayload): Promise<string>;
  /** As another installation would sign it. */
  foreign(role: string): Promise<string>;
  userToken(role: Role): Promise<string>;
  firstStepToken(role: Role): Promise<string>;
  disabled(role: Role): Promise<string>;
  removed(role: Role): Promise<string>;
  key(): Promise<string>;
  revokedKey(): Promise<string>;
  expiredKey(): Promise<string>;
}

const baseUrl = "http://service.test";
const HOUR = 3_600;

async function issue(tokens: TokenStore, role: string) {
  const issued = await tokens.issue({ name: "access", role, expiresInSeconds: HOUR });
  if (!issued.ok) throw new Error(issued.rejection.detail);
  return issued.value;
}

async function sign(keys: SigningKeys, subject: string, role: string, claims: JWTPayload): Promise<string> {
  const { id: kid, key } = await keys.signing();
  const exp = Math.floor(Date.now() / 1_000) + HOUR;
  const whole = { iss: "hostscan", aud: "hostscan-api", sub: subject, exp, name: "access", role, ...claims };
  return new SignJWT(whole).setProtectedHeader({ alg: "HS256", kid }).sign(key);
}

export async function startAccess(): Promise<Access> {
  const database = await createTestDatabase();
  const { db } = database;
  const secretKey = new SecretKey(randomBytes(32));
  const box = new SecretBox(secretKey);
  const service = await startService(database.connectionString, { secretKey });
  const fetch = service.serve();
  const keys = await loadSigningKeys(db, box);
  const actor = { kind: "command", name: "kit" } as const;
  const [tokens, users, applicationKeys] = [
    createTokenStore(db, keys, actor),
    createUserStore(db, box, actor),
    createApplicationKeyStore(db, box, actor),
  ];

  const post = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const sent = { "Content-Type": "application/json", ...headers };
    const request = new Request(baseUrl + path, {
      method: "POST",
      headers: sent,
      body: JSON.stringify(body),
    });
    return String(await (await fetch(request)).json());
  };
  const firstStep = async (role: Role) => {
    const login = `user-${crypto.randomUUID()}`;
    const user = await addUser(users, login, role);
    return { user, token: await post("/signinBody", { Login: login, Password: user.password }) };
  };
  const signIn = async (role: Role) => {
    const { user, token: first } = await firstStep(role);
    const token = await post("/signin2fa", await user.code(), { Authorization: `Bearer ${first}` });
    return { login: user.login, token };
  };
  const newKey = async () => {
    const created = await applicationKeys.create({ name: "access", expiresInSeconds: HOUR });
    if (!created.ok) throw new Error(created.rejection.detail);
    return created.value;
  };

  return {
    ...{ baseUrl, fetch, serve: () => service.serve() },
    accessToken: async (role) => (await issue(tokens, role)).token,
    expired: (role) => byClock(-86_400_000, async () => (await issue(tokens, role)).token),
    async revoked(role) {
      const { id, token } = await issue(tokens, role);
      await tokens.revoke(id);
      return token;
    },
    signed: async (role, claims) => sign(keys, (await issue(tokens, role)).id, role, claims),
    async foreign(role) {
      const other = await createTestDatabase();
      const foreignKeys = await loadSigningKeys(other.db, box);
      await other.drop();
      return sign(foreignKeys, (await issue(tokens, role)).id, role, {});
    },
    userToken: async (role) => (await signIn(role)).token,
    firstStepToken: async (role) => (await firstStep(role)).token,
    async disabled(role) {
      const { login, token } = await signIn(role);
      await users.setDisabled(login, true);
      return token;
    },
    async removed(role) {
      const { login, token } = await signIn(role);
      await users.remove(login);
      return token;
    },
    key: async () => (await newKey()).key,
    async revokedKey() {
      const { id, key } = await newKey();
      await applicationKeys.revoke(id);
      return key;
    },
    async expiredKey() {
      const { id, key } = await newKey();
      await db
        .updateTable("application_key")
        .set({ expires_at: new Date(0) })
        .where("id", "=", id)
        .execute();
      return key;
    },
    async [Symbol.asyncDispose]() {
      await service.stop();
      await database.drop();
    },
  };
}
