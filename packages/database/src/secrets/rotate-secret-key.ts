import { type Kysely, sql } from "kysely";
import type { Actor } from "../audit/actor.ts";
import { audit } from "../audit/audit.ts";
import type { Database } from "../tables.ts";
import { currentKeyId, rowText } from "./granting-rows.ts";
import { type Rewritten, rewriteSecrets } from "./rewrite-secrets.ts";
import { SecretBox } from "./secret-box.ts";
import { type SecretKey, SecretKeyError } from "./secret-key.ts";

/**
 * Puts the database under another secret key, in one transaction: whenever it is interrupted, all of it is under the one
 * key or the other, and `secret_key_state` says which. Rows that somebody else wrote are not vouched for, and stay refused.
 *
 * @throws {SecretKeyError} where another rotation was faster.
 */
export function rotateSecretKey(
  db: Kysely<Database>,
  { box, next, actor }: { readonly box: SecretBox; readonly next: SecretKey; readonly actor: Actor },
): Promise<Rewritten> {
  return db.transaction().execute(async (trx) => {
    // Nobody writes a secret under the former key meanwhile; reading goes on.
    await sql`
      lock table secret_key_state, app_user, recovery_code, application_key, access_token, signing_key, credential
      in exclusive mode`.execute(trx);
    if ((await currentKeyId(trx)) !== box.keyId) {
      throw new SecretKeyError("The secret key was rotated by somebody else meanwhile.");
    }
    if (next.id === box.keyId) throw new SecretKeyError("The new secret key is the one in use.");
    const rewritten = await rewriteSecrets(trx, {
      from: box,
      to: new SecretBox(next),
      trusts: (table, row) => box.judge(rowText(table, row), row) === "right",
    });
    await trx.updateTable("secret_key_state").set({ key_id: next.id }).execute();
    const object = { kind: "secret-key", id: next.id } as const;
    await audit(trx, {
      actor,
      action: "secret-key.rotate",
      object,
      details: { former: box.keyId, ...rewritten },
    });
    return rewritten;
  });
}
