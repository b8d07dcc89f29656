import { isCallerName, loginKey } from "@hostscan/core";

/** Where everybody may name a credential. */
const ALL_CALLERS = "all";

const MOST_CALLERS = 1_000;
const USER = "user:";

/** Which callers may name a credential: null for all of them. */
export type Callers = readonly string[] | null;

/** Reads a list of callers as people state it; or what is wrong with it. */
export function readCallers(
  texts: readonly string[],
): { readonly callers: Callers } | { readonly problem: string } {
  const given = texts.map((text) => text.trim());
  if (given.length === 1 && given[0] === ALL_CALLERS) return { callers: null };
  if (given.length === 0) return { problem: "must name a caller, or be all" };
  if (given.length > MOST_CALLERS) return { problem: `must name at most ${MOST_CALLERS} callers` };
  const wrong = given.find((text) => !isCallerName(text));
  if (wrong !== undefined) {
    const problem = `holds ${JSON.stringify(wrong)}, which is no caller as app:portal, user:alice or token:ci are`;
    return { problem };
  }
  return { callers: [...new Set(given.map(canonical))] };
}

/** Logins are compared without regard to letter case; names of applications and tokens are not. */
function canonical(caller: string): string {
  return caller.startsWith(USER) ? `${USER}${loginKey(caller.slice(USER.length))}` : caller;
}
