import ipaddr from "ipaddr.js";
import type { Kysely } from "kysely";
import type { Database } from "../database/tables.ts";
import { type AttemptScope, beginAttempt, forgetFailures, removeForgotten, takeBack } from "./attempts.ts";
import { mustWait, type RefusedStep } from "./outcomes.ts";

/** An attempt that was let in, and counts as failed until it says otherwise. */
export interface Admission {
  readonly ok: true;
  /** Whether those that come after its failure have to wait. */
  readonly last: boolean;
  /** It has succeeded: failures of before are forgotten, those from its address are not. */
  succeeded(): Promise<void>;
  /** It was not made after all. */
  takenBack(): Promise<void>;
}

/** Nobody has one address of IPv6: a subscriber gets a /64 of them at least (RFC 6177). */
function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return parsed.toByteArray().slice(0, 8).join(".");
}

/** Lets an attempt in by its address and by what it is made on, a login or a user's code; or tells how long to wait. */
export async function admit(
  db: Kysely<Database>,
  address: string,
  scope: Exclude<AttemptScope, "address">,
  key: string,
): Promise<Admission | RefusedStep> {
  const from = addressKey(address);
  const byAddress = await beginAttempt(db, "address", from);
  if (!byAddress.admitted) return mustWait(byAddress.retryAfterSeconds);
  const byKey = await beginAttempt(db, scope, key);
  if (!byKey.admitted) {
    await takeBack(db, "address", from);
    return mustWait(byKey.retryAfterSeconds);
  }
  // Each attempt adds two rows at most and removes many: made-up logins do not fill the table.
  await removeForgotten(db);
  return {
    ok: true,
    last: byAddress.last || byKey.last,
    async succeeded() {
      await forgetFailures(db, scope, key);
      await takeBack(db, "address", from);
    },
    async takenBack() {
      await takeBack(db, scope, key);
      await takeBack(db, "address", from);
    },
  };
}
