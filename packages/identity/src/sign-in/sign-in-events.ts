import type { SignInContext } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { audit } from "@hostscan/database";
import type { Kysely, Transaction } from "kysely";
import type { Logger } from "pino";

// All events of signing in are told here: in the audit log and, for those who watch the process, in its own.

interface KnownUser {
  readonly id: string;
  readonly login: string;
}

/** What the second step was taken with. */
export type SecondFactorKind = "authenticator" | "recovery code";

/** A step that was made with a wrong password or code. */
export interface FailedStep {
  /** Undefined where no user has the login: what was typed may be a password. */
  readonly user: KnownUser | undefined;
  /** Whether those that come after it have to wait. */
  readonly last: boolean;
  readonly context: SignInContext;
}

/** Audits that a user came in, in the transaction that uses the code up: nobody comes in without a line. */
export function auditSignIn(
  trx: Transaction<Database>,
  { id, login }: KnownUser,
  secondFactor: SecondFactorKind,
  { address, requestId }: SignInContext,
): Promise<void> {
  return audit(trx, {
    actor: { kind: "user", name: login, id },
    action: "user.sign-in",
    object: { kind: "user", id },
    requestId,
    details: { login, address, secondFactor },
  });
}

/** Tells of a user who came in. */
export function tellSignIn(
  log: Logger,
  { id, login }: KnownUser,
  secondFactor: SecondFactorKind,
  context: SignInContext,
): void {
  log.info({ action: "user.sign-in", userId: id, login, secondFactor, ...context }, "signed in");
}

/**
 * Tells of a failed step. Whoever took it is known by the address alone. The waits bound how many lines come of it; a
 * line that cannot be written changes nothing of the refusal.
 */
export async function tellFailure(
  { db, log }: { readonly db: Kysely<Database>; readonly log: Logger },
  { user, last, context }: FailedStep,
): Promise<void> {
  const { address, requestId } = context;
  const action = last ? "user.lockout" : "user.sign-in.refused";
  const line = { action, userId: user?.id, login: user?.login, ...context };
  if (last) log.warn(line, "signing in failed too often");
  else log.info(line, "sign-in refused");
  try {
    await db.transaction().execute((trx) =>
      audit(trx, {
        actor: { kind: "address", name: address },
        action,
        object: { kind: "user", ...(user && { id: user.id }) },
        requestId,
        details: { ...(user && { login: user.login }), address },
      }),
    );
  } catch (error) {
    log.error({ ...line, err: error }, "a refused sign-in could not be audited");
  }
}
