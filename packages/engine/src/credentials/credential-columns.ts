import type { ScanCredential } from "@hostscan/scanner";
import { sql } from "kysely";

/** A service account as people see it: without its secrets. */
export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly createdAt: Date;
  /** Since when nothing is scanned with it, because too many logins were refused. */
  readonly pausedAt: Date | null;
  /** Where it may be presented; `anywhere` alone where that is everywhere. */
  readonly scope: readonly string[];
  /** False where it is from before scopes were, and nobody has stated one since. */
  readonly scopeDecided: boolean;
  /** Which callers may name it; all of them where null. */
  readonly callers: readonly string[] | null;
  /** The hosts that refused them, for people; null where none is known. */
  readonly pausedBy: string | null;
}

/** What a credential logs in with. */
export type Secrets = Pick<ScanCredential, "password" | "privateKey" | "passphrase" | "keytab" | "elevate">;

/** The columns of a {@link Credential}. */
export const credentialColumns = [
  "id",
  "name",
  "username",
  "created_at as createdAt",
  "paused_at as pausedAt",
  "scope",
  "scope_decided as scopeDecided",
  "callers",
  "paused_by as pausedBy",
] as const;

/** Why one whose MAC is wrong is not changed: nothing vouches for what else stands in it. */
export function changedOutside(name: string): string {
  return `The credential ${name} was changed outside of Hostscan: add it anew, under another name.`;
}

/** Whether a credential bears this id or name. */
export function credentialCalled(idOrName: string) {
  return sql<boolean>`(id::text = lower(${idOrName}) or name = ${idOrName})`;
}
