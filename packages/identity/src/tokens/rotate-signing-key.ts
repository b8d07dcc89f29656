import type { Actor, Database, SecretBox } from "@hostscan/database";
import { audit, changeRows } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { addSigningKey, changeKeys, stillVerifies } from "./signing-key.ts";

/** A signing key as people see it: without the key. */
export interface ListedSigningKey {
  readonly id: string;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
  /** Valid access tokens that it has signed; tokens of signed-in users are not counted. */
  readonly tokens: number;
}

/** The signing keys that tokens are verified with, for those who administer them. */
export interface SigningKeyStore {
  /** The one that signs first. */
  list(): Promise<ListedSigningKey[]>;
  /**
   * Makes a new key sign; gives its id. What the keys before it have signed stays valid until its end, or with
   * `atOnce` ends now: for the day when a key has become known.
   */
  rotate(options: { readonly atOnce: boolean }): Promise<string>;
}

async function retire(trx: Transaction<Database>, box: SecretBox, id: string): Promise<void> {
  await changeRows(trx, box, { table: "signing_key", id }, () =>
    trx.updateTable("signing_key").set({ retired_at: sql`now()` }).where("id", "=", id).execute(),
  );
}

/** Rotations are audited under the name of `actor`. */
export function createSigningKeyStore(db: Kysely<Database>, box: SecretBox, actor: Actor): SigningKeyStore {
  return {
    list: () =>
      db
        .selectFrom("signing_key")
        .where(stillVerifies)
        .select((select) => [
          "signing_key.id",
          "created_at as createdAt",
          "retired_at as retiredAt",
          select
            .selectFrom("access_token")
            .select(sql<number>`count(*)`.as("count"))
            .whereRef("signing_key_id", "=", "signing_key.id")
            .where("revoked_at", "is", null)
            .where("expires_at", ">", sql<Date>`now()`)
            .$asScalar()
            .$notNull()
            .as("tokens"),
        ])
        .orderBy(sql`retired_at desc nulls first`)
        .execute(),

    rotate: ({ atOnce }) =>
      changeKeys(db, async (trx) => {
        const signing = await trx
          .selectFrom("signing_key")
          .select("id")
          .where("retired_at", "is", null)
          .executeTakeFirst();
        if (signing) await retire(trx, box, signing.id);
        const ended = atOnce ? sql<boolean>`true` : sql<boolean>`not ${stillVerifies}`;
        await trx.deleteFrom("signing_key").where(ended).execute();
        const id = await addSigningKey(trx, box);
        const object = { kind: "signing-key", id } as const;
        await audit(trx, { actor, action: "signing-key.rotate", object, details: { atOnce } });
        return id;
      }),
  };
}
