import { MORE_ENTRIES, newBudget, type Taking, takeEntries } from "./entries.ts";
import type { AnswerBlock, BlockReader } from "./read/blocks.ts";
import { type Blocks, cleaned } from "./read/entry.ts";
import { readServices } from "./read/services.ts";
import { readSoftware } from "./read/software.ts";
import { readTasks } from "./read/tasks.ts";
import { readGroups, readUsers } from "./read/users.ts";
import { blockNamesOf } from "./script/sections.ts";
import type { Inventory, Section, SectionName } from "./types.ts";

/** The most that is told of what a login may not read. */
const MOST_MISSING = 20;

/** What is to be known of an answer beside its blocks. */
export interface AnswerContext extends Taking {
  /** Why what is not there has not come, for people. */
  readonly ending: string;
  /** Why the login did not become the super user, where it was to. */
  readonly notElevated?: string | undefined;
  readonly now: Date;
}

/**
 * Reads the sections from the answer of a Unix, a slice at a time.
 *
 * @throws an `AbortError` where the signal is aborted
 */
export async function assemble(
  reader: BlockReader,
  sections: readonly SectionName[],
  context: AnswerContext,
): Promise<Inventory> {
  const blocks: Blocks = (name) => reader.blocks.get(name);
  const budget = newBudget();
  const wanted = (name: SectionName) => sections.includes(name);
  const read = async <Entry extends { readonly key: string }>(
    name: SectionName,
    entries: Iterable<Entry | undefined>,
  ): Promise<Section<Entry>> => {
    const { taken, more } = await takeEntries(entries, budget, context);
    const state = context.told(stateOf(name, reader, context, more, taken.length === 0));
    return { ...state, entries: taken };
  };
  return {
    ...(wanted("users") && { users: await read("users", readUsers(blocks, context.now)) }),
    ...(wanted("groups") && { groups: await read("groups", readGroups(blocks)) }),
    ...(wanted("services") && { services: await read("services", readServices(blocks)) }),
    ...(wanted("scheduledTasks") && { scheduledTasks: await read("scheduledTasks", readTasks(blocks)) }),
    ...(wanted("software") && { software: await read("software", readSoftware(blocks)) }),
  };
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
  if (!isWhole || more || came.some(({ cut }) => cut)) {
    return { state: "cutOff", message: MORE_ENTRIES };
  }
  const missing = [...new Set(came.flatMap(({ denied }) => denied))]
    .slice(0, MOST_MISSING)
    .flatMap((path) => cleaned(path) ?? []);
  if (missing.length > 0) {
    const why = notElevated ?? "It needs the rights of the super user.";
    return { state: "denied", missing, message: `The login may not read ${missing.join(", ")}. ${why}` };
  }
  return { state: empty && name !== "scheduledTasks" ? "unsupported" : "collected" };
}
