import type { TokenStore } from "@hostscan/identity";
import { vi } from "vitest";

/** Tokens of each kind that a server must tell apart. */
export interface Tokens {
  readonly app: string;
  /** Of another caller of the same role. */
  readonly otherApp: string;
  /** Of a caller who may change every host. */
  readonly admin: string;
  /** Of a role that the API does not admit. */
  readonly forbidden: string;
  readonly expired: string;
}

export async function issueTokens(store: TokenStore): Promise<Tokens> {
  const issue = async (role: string, name = `contract ${role}`) => {
    const issued = await store.issue({ name, role, expiresInSeconds: 3_600 });
    if (!issued.ok) throw new Error(issued.rejection.detail);
    return issued.value.token;
  };
  return {
    app: await issue("App"),
    otherApp: await issue("App", "another App"),
    admin: await issue("Admin"),
    forbidden: await issue("Reviewer"),
    expired: await byClock(-86_400_000, () => issue("App")),
  };
}

/** Runs `act` by another clock: yesterday's gives a token that has expired without anyone waiting for it. */
export async function byClock<T>(offsetMs: number, act: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + offsetMs });
  try {
    return await act();
  } finally {
    vi.useRealTimers();
  }
}
