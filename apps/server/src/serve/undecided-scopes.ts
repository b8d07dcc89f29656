import type { CredentialStore } from "@hostscan/engine";
import type { Logger } from "pino";

/** Names in the line. */
const MOST_NAMED = 20;

/** Says which credentials may be presented anywhere because nobody has said so far where they may. */
export async function warnOfUndecidedScopes(
  credentials: Pick<CredentialStore, "list">,
  log: Pick<Logger, "warn">,
): Promise<void> {
  const undecided = (await credentials.list()).filter(({ scopeDecided }) => !scopeDecided);
  if (undecided.length === 0) return;
  log.warn(
    { credentials: undecided.slice(0, MOST_NAMED).map(({ name }) => name), count: undecided.length },
    "credentials without a scope are told to any host that a caller names; " +
      "say where each may be presented: hostscan-server credential change-scope <name> --for <networks or hosts>",
  );
}
