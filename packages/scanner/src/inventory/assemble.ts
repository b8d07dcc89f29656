import { setImmediate as nextTurn } from "node:timers/promises";
import type { ToldSecrets } from "./mask/told-secrets.ts";
import type { AnswerBlock, BlockReader } from "./read/blocks.ts";
import { type Blocks, byText, text } from "./read/entry.ts";
import { readServices } from "./read/services.ts";
import { readSoftware } from "./read/software.ts";
import { readTasks } from "./read/tasks.ts";
import { readGroups, readUsers } from "./read/users.ts";
import { blockNamesOf } from "./script/sections.ts";
import type { Inventory, Section, SectionName } from "./types.ts";

/** The most entries of a host, of all sections. */
export const MAX_ENTRIES = 20_000;
/** How long the reading may hold up everything else at a time, in milliseconds. */
const SLICE_MS = 10;
/** The most that is told of what a login may not read. */
const MOST_MISSING = 20;

/** What is to be known of an answer beside its blocks. */
export interface AnswerContext {
  /** Why what is not there has not come, for people. */
  readonly ending: string;
  /** Why the login did not become the super user, where it was to. */
  readonly notElevated?: string | undefined;
  readonly now: Date;
  readonly told: ToldSecrets;
}

/** Reads the sections from the answer of a Unix, a slice at a time. */
export async function assemble(
  reader: BlockReader,
  sections: readonly SectionName[],
  context: AnswerContext,
): Promise<Inventory> {
  const blocks: Blocks = (name) => reader.blocks.get(name);
  const budget = { left: MAX_ENTRIES };
  const wanted = (name: SectionName) => sections.includes(name);
  const read = async <Entry extends { readonly key: string }>(
    name: SectionName,
    entries: Iterable<Entry | undefined>,
  ): Promise<Section<Entry>> => {
    const { taken, more } = await take(entries, budget, context.told);
    const sorted = uniquely(taken);
    const state = context.told(stateOf(name, reader, context, more, sorted.length === 0));
    return { ...state, entries: sorted };
  };
  return {
    ...(wanted("users") && { users: await read("users", readUsers(blocks, context.now)) }),
    ...(wanted("groups") && { groups: await read("groups", readGroups(blocks)) }),
    ...(wanted("services") && { services: await read("services", readServices(blocks)) }),
    ...(wanted("scheduledTasks") && { scheduledTasks: await read("scheduledTasks", readTasks(blocks)) }),
    ...(wanted("software") && { software: await read("software", readSoftware(blocks)) }),
  };
}

async function take<Entry>(
  entries: Iterable<Entry | undefined>,
  budget: { left: number },
  told: ToldSecrets,
): Promise<{ readonly taken: Entry[]; readonly more: boolean }> {
  const taken: Entry[] = [];
  let since = performance.now();
  for (const entry of entries) {
    if (budget.left === 0) return { taken, more: true };
    if (entry !== undefined) {
      budget.left -= 1;
      taken.push(told(entry));
    }
    if (performance.now() - since > SLICE_MS) {
      await nextTurn();
      since = performance.now();
    }
  }
  return { taken, more: false };
}

/** By key, in order; of those with the same key the second is told apart by its number. */
function uniquely<Entry extends { readonly key: string }>(entries: readonly Entry[]): readonly Entry[] {
  const counts = new Map<string, number>();
  return entries
    .map((entry) => {
      const count = (counts.get(entry.key) ?? 0) + 1;
      counts.set(entry.key, count);
      return count === 1 ? entry : { ...entry, key: `${entry.key}#${count}` };
    })
    .sort((one, other) => byText(one.key, other.key));
}

function stateOf(
  name: SectionName,
  reader: BlockReader,
  { ending, notElevated }: AnswerContext,
  more: boolean,
  empty: boolean,
): Omit<Section<never>, "entries"> {
  const blocks = blockNamesOf(name).map((each) => reader.blocks.get(each));
  const came = blocks.filter((block): block is AnswerBlock => block !== undefined);
  const isWhole = came.length === blocks.length && came.every(({ whole }) => whole);
  if (!isWhole && !reader.full) return { state: "failed", message: ending };
  if (more) return { state: "cutOff", message: `The host has more than ${MAX_ENTRIES} entries.` };
  if (!isWhole || came.some(({ cut }) => cut)) {
    return { state: "cutOff", message: "The host has more than is taken of one." };
  }
  const missing = [...new Set(came.flatMap(({ denied }) => denied))]
    .slice(0, MOST_MISSING)
    .flatMap((path) => text(path) ?? []);
  if (missing.length > 0) {
    const why = notElevated ?? "It needs the rights of the super user.";
    return { state: "denied", missing, message: `The login may not read ${missing.join(", ")}. ${why}` };
  }
  return { state: empty && name !== "scheduledTasks" ? "unsupported" : "collected" };
}
