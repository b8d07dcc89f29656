import type { Element } from "../../wsman/envelope.ts";
import { CIMV2 } from "../../wsman/messages.ts";
import { moment } from "../read/entry.ts";
import type { InventoryUser } from "../types.ts";
import { idOf, type LocalUser } from "./accounts.ts";
import { momentOf, secondsOf, told } from "./values.ts";

/** What asks for the logins of accounts; a host may ask its domain for it, and take its time. */
export const LOGINS = { namespace: CIMV2, wql: "SELECT * FROM Win32_NetworkLoginProfile" } as const;

/** What a host knows of an account's logins. */
export interface Login {
  /** In small letters, with its domain. */
  readonly account: string;
  readonly last: string | undefined;
  readonly passwordAge: number | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Windows tells next to nothing for the age of a password that was never set. */
const LEAST_AGE = 60;

/** Reads a Win32_NetworkLoginProfile. */
export function readLogin(instance: Element): Login | undefined {
  const account = told(instance, "Name")?.toLowerCase();
  if (account === undefined) return undefined;
  const passwordAge = secondsOf(instance, "PasswordAge");
  return { account, last: momentOf(instance, "LastLogon"), passwordAge };
}

/** The users, by their keys, with what is known of their logins. */
export function withLogins(
  entries: readonly InventoryUser[],
  users: readonly LocalUser[],
  logins: readonly Login[],
  now: Date,
): readonly InventoryUser[] {
  const ofAccounts = new Map(logins.map((login) => [login.account, login]));
  const ofKeys = new Map(users.map((user) => [user.sid ?? user.name, ofAccounts.get(idOf(user))]));
  return entries.map((entry) => {
    const login = ofKeys.get(entry.key);
    if (login === undefined) return entry;
    return {
      ...entry,
      passwordChangedDateTimeUtc: changed(login.passwordAge, now),
      lastLogonTimestamp: login.last,
    };
  });
}

/** The day on which a password was set: its age in seconds is another at each reading. */
function changed(age: number | undefined, now: Date): string | undefined {
  if (age === undefined || age < LEAST_AGE) return undefined;
  return moment(Math.floor((now.getTime() - age * 1_000) / DAY_MS) * DAY_MS);
}
