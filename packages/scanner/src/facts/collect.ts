import { done, failed, type Step } from "../failure.ts";
import { ciscoProbe } from "./cisco.ts";
import type { Probe, ReportedFacts } from "./facts.ts";
import { wantsNewPassword } from "./new-password.ts";
import { cleanText, linesOf } from "./text.ts";
import { unixProbe } from "./unix.ts";

/** A host asked as a Unix that turns out to have no shell may still be a router. */
const PROBES = {
  linux: [unixProbe, ciscoProbe],
  cisco: [ciscoProbe],
} satisfies Record<string, readonly Probe[]>;

/** What a host says it is, and in whose words it said so. */
export interface CollectedFacts {
  readonly reported: ReportedFacts;
  readonly probe: Probe;
}

/** What a host that speaks SSH is asked as. */
export type SshFamily = keyof typeof PROBES;

/** Has a host answer a probe; a failure ends the asking. */
export type Ask = (command: string, probe: Probe) => Promise<Step<Buffer>>;

/**
 * Asks a host what it is, by one exec; by a second one only where it did not understand the first.
 *
 * @param said what the host has said beside its answers: it belongs to the reason where there is none
 */
export async function collectFacts(
  ask: Ask,
  family: SshFamily,
  said: () => string = () => "",
): Promise<Step<CollectedFacts>> {
  for (const probe of PROBES[family]) {
    const output = await ask(probe.command, probe);
    if (!output.ok) return output;
    const lines = linesOf(output.value);
    const reported = probe.parse(lines);
    if (reported !== undefined) return done({ reported, probe });
    // To ask again would be to log in again, where nobody gets in.
    if (wantsNewPassword(lines, said())) {
      return failed(
        "auth",
        `The host asks for a new password before it lets the login in: ${cleanText(said())}`,
      );
    }
  }
  const words = cleanText(said());
  return failed(
    "collect",
    `The host let the credential in, but its answer does not tell what system it runs${words ? `; it said: ${words}` : "."}`,
  );
}
