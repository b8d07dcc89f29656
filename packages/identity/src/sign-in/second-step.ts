import { timingSafeEqual } from "node:crypto";
import type { Result, SecondStep, SignedIn, SignInContext, SignInRefusal } from "@hostscan/core";
import type { Database, SecretBox } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { readToken, type SignedClaims } from "../tokens/read-token.ts";
import { codeText, stepOf } from "../users/one-time-code.ts";
import { useRecoveryCode } from "../users/recovery-codes.ts";
import { sessionToken } from "../users/user-token.ts";
import { admit, refuseWaiting } from "./admit.ts";
import { codeBudgets } from "./budgets.ts";
import { cookieDigest } from "./first-step.ts";
import { findDevice, renewDevice } from "./known-device.ts";
import { busy, invalidToken, noFirstStepToken, otherCookie, outOfReach, wrongCode } from "./refused-steps.ts";
import { auditSignIn, type SecondFactorKind, tellFailure, tellSignIn } from "./sign-in-events.ts";
import type { SignInParts } from "./sign-in-service.ts";
import { findUser, type SignInUser } from "./sign-in-user.ts";

/** Codes that may be tried with one token of the first step. Then the password is asked for again. */
const MOST_TRIES = 5;

/**
 * Counts a try with a token of the first step, before it is made. False where the token has been used, or has been tried
 * too often.
 */
async function takeTry(
  db: Kysely<Database>,
  { jti, exp }: Pick<SignedClaims, "jti" | "exp">,
): Promise<boolean> {
  const { rows } = await sql`
    insert into first_step (id, tries, expires_at) values (${jti}, 1, to_timestamp(${exp}))
    on conflict (id) do update set tries = first_step.tries + 1
    where not first_step.used and first_step.tries < ${MOST_TRIES}
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Uses a token up; false where another step, which this one waits for, has done so. */
async function useUp(trx: Transaction<Database>, { jti }: Pick<SignedClaims, "jti">): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update first_step set used = true where id = ${jti} and not used`.execute(trx);
  return numAffectedRows === 1n;
}

/** A step that is taken under a token of the first one. */
interface Step {
  readonly claims: SignedClaims;
  readonly user: SignInUser;
  readonly code: string;
}

/** Checks the code of the second factor under the token of the first step. */
export async function takeSecondStep(
  parts: SignInParts,
  { token, cookie, device: deviceCookie, code }: SecondStep,
  context: SignInContext,
): Promise<Result<SignedIn, SignInRefusal>> {
  const { db, keys, queues } = parts;
  const read = await readToken(keys, token);
  if (!read.ok) {
    if (read.reason === "unavailable") return outOfReach();
    return invalidToken(read.reason === "second factor missing" ? "unknown" : read.reason);
  }
  const { claims } = read;
  if (!("userId" in claims) || claims["isMFA"] !== false) return noFirstStepToken();
  if (cookie !== undefined && !isCookieOf(claims, cookie)) return otherCookie();
  const user = await findUser(parts, "id", claims.sub);
  if (!user) return invalidToken("unknown");
  if (user.disabledAt || user.sessionVersion !== claims["sessionVersion"]) return invalidToken("revoked");

  const device = await findDevice(keys, deviceCookie, user);
  const budgets = codeBudgets(user, { address: context.address, device });
  const waiting = await refuseWaiting(db, budgets);
  if (waiting) return waiting;
  const queue = device === undefined ? queues.code : queues.deviceCode;
  const step = await queue.run(async (): Promise<Result<SignedIn, SignInRefusal>> => {
    const attempt = await admit(db, budgets);
    if (!attempt.ok) return attempt;
    const factor = await checkCode(parts, { claims, user, code: codeText(code) }, context);
    if (factor === "used token") {
      await attempt.takenBack();
      return invalidToken("revoked");
    }
    if (factor === undefined) {
      await tellFailure(parts, { user, last: await attempt.failed(), context });
      return wrongCode();
    }
    await attempt.succeeded();
    tellSignIn(parts.log, user, factor, context);
    const signedIn = await sessionToken(user, await keys.signing());
    return { ok: true, value: { token: signedIn, device: await renewDevice(keys, user, device) } };
  });
  return step === "full" ? busy() : step;
}

/**
 * What a code is, once it is used up together with the token of the first step; undefined for a wrong one. Of steps that
 * are taken with one token at the same time, one succeeds, and the others' codes stay good.
 */
async function checkCode(
  { db, box }: SignInParts,
  { claims, user, code }: Step,
  context: SignInContext,
): Promise<SecondFactorKind | "used token" | undefined> {
  if (!(await takeTry(db, claims))) return "used token";
  const used = new Error("The token has been used.");
  try {
    return await db.transaction().execute(async (trx) => {
      const factor = await useCode({ trx, box }, user, code);
      if (factor === undefined) return undefined;
      if (!(await useUp(trx, claims))) throw used;
      await auditSignIn(trx, user, factor, context);
      return factor;
    });
  } catch (error) {
    if (error === used) return "used token";
    throw error;
  }
}

function isCookieOf(claims: SignedClaims, cookie: string): boolean {
  const [expected, given] = [Buffer.from(String(claims["cookieDigest"])), Buffer.from(cookieDigest(cookie))];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Uses a code up, so that it is accepted once whatever the processes do: a step only ever rises (RFC 6238, 5.2). */
async function useCode(
  parts: { readonly trx: Transaction<Database>; readonly box: SecretBox },
  user: SignInUser,
  code: string,
): Promise<SecondFactorKind | undefined> {
  const { trx, box } = parts;
  const step = stepOf(box.open({ table: "app_user", id: user.id }, user), code);
  if (step === undefined) return (await useRecoveryCode(parts, user, code)) ? "recovery code" : undefined;
  const { numUpdatedRows } = await trx
    .updateTable("app_user")
    .set({ last_code_step: step })
    .where("id", "=", user.id)
    .where(sql<boolean>`coalesce(last_code_step < ${step}, true)`)
    .executeTakeFirst();
  return numUpdatedRows > 0n ? "authenticator" : undefined;
}
