import { randomBytes } from "node:crypto";
import type { CollectedFacts } from "../facts/collect.ts";
import { unixProbe } from "../facts/unix.ts";
import { codeOf } from "../failure.ts";
import type { Scanning } from "../scanning.ts";
import type { SshQuestions } from "../ssh-questions.ts";
import { within } from "../within.ts";
import { assemble } from "./assemble.ts";
import { readCiscoInventory } from "./cisco.ts";
import { sectionsAll } from "./every-section.ts";
import { toldSecrets } from "./mask/told-secrets.ts";
import { MAX_ANSWER_BYTES } from "./read/blocks.ts";
import { blocksOf } from "./script/sections.ts";
import { readBlocks } from "./session/reading.ts";
import type { Inventory } from "./types.ts";

/** Of the time that is left to the scan, what the reading may take: what has come until then counts. */
const SHARE = 0.8;
/** Of the same, what that and all around it may. */
const SHARE_WITH_READING = 0.95;
/** What SSH itself takes beside an answer, and what its other half takes that became no super user. */
const OVERHEAD_BYTES = 2 * 1024 * 1024;

/** What is asked of a host that has let a login in. */
type Questions = Pick<SshQuestions, "ask" | "session" | "mayTell">;

/**
 * Reads the sections that are asked for, in the login that there is; nothing where there are none. A section that cannot
 * be read says so itself: it never fails the scan.
 */
export async function collectInventory(
  scanning: Pick<Scanning, "sections" | "credential" | "watch">,
  questions: Questions,
  facts: CollectedFacts,
): Promise<Inventory | undefined> {
  const { sections, watch } = scanning;
  if (sections.length === 0) return undefined;
  const reading = facts.probe === unixProbe ? readUnix : readCiscoInventory;
  const failed = (message: string) => sectionsAll(sections, { state: "failed", message });
  const inventory = reading(scanning, questions, facts.reported).catch((error: unknown) =>
    // A fault of ours: its text could hold anything.
    failed(`The reading broke off (${codeOf(error)}).`),
  );
  return (
    (await within(watch.remainingMs() * SHARE_WITH_READING, inventory)) ??
    failed("The host did not answer in time.")
  );
}

async function readUnix(
  { sections, credential, watch }: Pick<Scanning, "sections" | "credential" | "watch">,
  questions: Questions,
): Promise<Inventory | undefined> {
  for (let again = false; ; again = true) {
    const session = await questions.session(again);
    if (!session.ok) return sectionsAll(sections, { state: "failed", message: session.failure.message });
    const { client, broken, allow } = session.value;
    allow(MAX_ANSWER_BYTES + OVERHEAD_BYTES);
    const { reader, ending, notElevated, refused } = await readBlocks({
      client,
      broken,
      blocks: blocksOf(sections),
      elevation: credential.elevate,
      password: credential.password,
      mayTell: () => questions.mayTell(),
      newMarker: () => randomBytes(16).toString("hex"),
      timeMs: watch.remainingMs() * SHARE,
    });
    // It may have been closing while it was asked. The super user's password is not told twice.
    if (refused && !again) continue;
    return assemble(reader, sections, {
      ending,
      notElevated,
      now: new Date(),
      told: toldSecrets(credential),
      signal: watch.signal,
    });
  }
}
