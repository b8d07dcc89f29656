import { CredentialKind, type components, ElevationMethod } from "@hostscan/contract";
import { type Caller, isAdmin } from "@hostscan/core";
import { type Database, GRANTING, isIntact, type SecretBox } from "@hostscan/database";
import type { ElevationMethod as Command } from "@hostscan/scanner";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { domainOf } from "./account-name.ts";
import type { Secrets } from "./credential-columns.ts";

type Shown = components["schemas"]["Credential"];

/** Where credentials are read, and for whom. */
export interface CredentialReading {
  readonly db: Kysely<Database>;
  readonly box: SecretBox;
  readonly caller: Caller;
}

/** The commands, by the API's numbers for them. */
const COMMANDS: Readonly<Record<ElevationMethod, Command>> = {
  [ElevationMethod.Sudo]: "sudo",
  [ElevationMethod.Doas]: "doas",
  [ElevationMethod.Dzdo]: "dzdo",
  [ElevationMethod.Pbrun]: "pbrun",
  [ElevationMethod.Pmrun]: "pmrun",
  [ElevationMethod.Su]: "su",
  [ElevationMethod.Enable]: "enable",
};

/** The command that a number of the API stands for. */
export const commandOf = (method: ElevationMethod): Command => COMMANDS[method];

const METHODS: ReadonlyMap<Command, ElevationMethod> = new Map(
  Object.values(ElevationMethod).map((method) => [COMMANDS[method], method]),
);

const WHY = "Too many logins were refused";

/** What can be said of secrets. */
function natureOf({
  password,
  privateKey,
  keytab,
  elevate,
}: Secrets): Pick<Shown, "kinds" | "elevationMethod"> {
  return {
    kinds: [
      ...(password === undefined ? [] : [CredentialKind.Password]),
      ...(privateKey === undefined ? [] : [CredentialKind.PrivateKey]),
      ...(keytab === undefined ? [] : [CredentialKind.Keytab]),
    ],
    elevationMethod: (elevate && METHODS.get(elevate.method)) ?? null,
  };
}

const UNKNOWN: Pick<Shown, "kinds" | "elevationMethod"> = { kinds: null, elevationMethod: null };

/**
 * Credentials as the API shows them, by name: without their secrets; to whoever is no Admin without whose accounts they
 * are, who else may name them and which hosts refused them.
 *
 * @param which SQL: of which of them, besides
 */
export async function readShown(
  { db, box, caller }: CredentialReading,
  which: RawBuilder<boolean>,
  limit: number,
): Promise<Shown[]> {
  const rows = await db
    .selectFrom("credential")
    .select([...GRANTING.credential, "mac", "mac_key_id", "created_at", "paused_at", "paused_by"])
    .where(which)
    .orderBy(sql`name collate "C"`)
    .limit(limit)
    .execute();
  const shown: Shown[] = [];
  for (const row of rows) {
    const { id, name, username, scope, callers, paused_at: pausedAt, paused_by: pausedBy } = row;
    const intact = await isIntact(db, box, "credential", row);
    const secrets: Secrets | undefined = intact
      ? JSON.parse(box.open({ table: "credential", id }, row))
      : undefined;
    const told = isAdmin(caller);
    const hosts = told && pausedBy !== null ? `, by: ${pausedBy}` : "";
    shown.push({
      ...{ id, name, ...(secrets ? natureOf(secrets) : UNKNOWN) },
      ...(told && { userName: username }),
      ...{ domain: domainOf(username), scope },
      ...(told && { callers: callers ?? ["all"] }),
      pausedTimeUtc: pausedAt?.toISOString() ?? null,
      pausedDescription: pausedAt && `${WHY}${hosts}.`,
      createdTimeUtc: row.created_at.toISOString(),
    });
  }
  return shown;
}
