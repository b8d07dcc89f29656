import type { SignInContext } from "@hostscan/server";
import type { Logger } from "pino";

/** What is told of signing in: who came in, who was turned away, and where the waits begin. */
export interface SignInEvent {
  readonly action: "user.sign-in" | "user.sign-in.refused" | "user.lockout";
  /** Undefined where no user has the login: what was typed may be a password. */
  readonly user: { readonly id: string; readonly login: string } | undefined;
  readonly context: SignInContext;
}

/** The one place through which all events of signing in go. */
export function tellSignIn(log: Logger, { action, user, context }: SignInEvent): void {
  const line = { action, userId: user?.id, login: user?.login, ...context };
  if (action === "user.lockout") log.warn(line, "signing in failed too often");
  else log.info(line, action === "user.sign-in" ? "signed in" : "sign-in refused");
}
