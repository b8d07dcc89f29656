import { done, failed, type Step } from "../failure.ts";
import { ciscoProbe } from "./cisco.ts";
import type { Probe, ReportedFacts } from "./facts.ts";
import { linesOf } from "./text.ts";
import { unixProbe } from "./unix.ts";

/** A host asked as a Unix that turns out to have no shell may still be a router. */
const PROBES = {
  linux: [unixProbe, ciscoProbe],
  cisco: [ciscoProbe],
} satisfies Record<string, readonly Probe[]>;

/** What a host that speaks SSH is asked as. */
export type SshFamily = keyof typeof PROBES;

/** Asks a host what it is, by one exec; by a second one only where it did not understand the first. */
export async function collectFacts(
  run: (command: string) => Promise<Step<Buffer>>,
  family: SshFamily,
): Promise<Step<ReportedFacts>> {
  for (const probe of PROBES[family]) {
    const output = await run(probe.command);
    if (!output.ok) return output;
    const facts = probe.parse(linesOf(output.value));
    if (facts !== undefined) return done(facts);
  }
  return failed(
    "collect",
    "The host let the credential in, but its answer does not tell what system it runs.",
  );
}
