import type { UserRole, UserStore } from "@hostscan/identity";
import type { Target } from "../../src/index.ts";

/** A user, and codes that are good once. */
export type StackUser = NonNullable<Target["user"]> & {
  /** Sets up an authenticator. */
  readonly uri: string;
};

/** Adds a user. Recovery codes stand in for those of an authenticator, which change by the clock. */
export async function addUser(users: UserStore, login: string, role: UserRole = "Admin"): Promise<StackUser> {
  const password = `${login}'s own password`;
  const added = await users.add({ login, role, password });
  if (!added.ok) throw new Error(added.rejection.detail);
  const { uri, recoveryCodes } = added.value;
  const codes = recoveryCodes.values();
  return {
    ...{ login, password, uri },
    code() {
      const { value, done } = codes.next();
      if (done) throw new Error("there are no recovery codes left");
      return value;
    },
  };
}
