import { timingSafeEqual } from "node:crypto";
import type { SecondStep, SignInContext, SignInOutcome } from "@hostscan/server";
import { sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { readToken, type SignedClaims } from "../tokens/read-token.ts";
import { codeText, stepOf } from "../users/one-time-code.ts";
import { useRecoveryCode } from "../users/recovery-codes.ts";
import { sessionToken } from "../users/user-token.ts";
import { admit } from "./admission.ts";
import { cookieDigest } from "./first-step.ts";
import { invalidToken, noFirstStepToken, otherCookie, outOfReach, wrongCode } from "./outcomes.ts";
import { auditSignIn, tellFailure, tellSignIn } from "./sign-in-events.ts";
import type { SignInParts } from "./sign-in-service.ts";
import { findUser, type SignInUser } from "./sign-in-user.ts";

/** Checks the code of the second factor under the token of the first step. */
export async function takeSecondStep(
  parts: SignInParts,
  { token, cookie, code }: SecondStep,
  context: SignInContext,
): Promise<SignInOutcome<string>> {
  const { db, box, keys, log } = parts;
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

  const attempt = await admit(db, context.address, "code", user.id);
  if (!attempt.ok) return attempt;
  const isIn = await db.transaction().execute(async (trx) => {
    const right = await useCode({ trx, box }, user, codeText(code));
    if (right) await auditSignIn(trx, user, context);
    return right;
  });
  if (!isIn) {
    await tellFailure(parts, { user, last: attempt.last, context });
    return wrongCode();
  }
  await attempt.succeeded();
  tellSignIn(log, user, context);
  return { ok: true, value: await sessionToken(user, await keys.signing()) };
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
): Promise<boolean> {
  const { trx, box } = parts;
  const step = stepOf(box.open({ table: "app_user", id: user.id }, user), code);
  if (step === undefined) return useRecoveryCode(parts, user, code);
  const { numUpdatedRows } = await trx
    .updateTable("app_user")
    .set({ last_code_step: step })
    .where("id", "=", user.id)
    .where(sql<boolean>`coalesce(last_code_step < ${step}, true)`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
