import { SECTION_NAMES, type SectionName } from "../types.ts";
import { ACCOUNTS, KEYS, LAST_LOGINS, RIGHTS } from "./accounts.ts";
import { type Block, scriptOf } from "./block.ts";
import { LAUNCHD } from "./macos.ts";
import { OTHER_SERVICES, SYSTEMD } from "./services.ts";
import { SOFTWARE } from "./software.ts";
import { TASKS } from "./tasks.ts";

/**
 * What each section is read from. What may hang (the home of an account may lie on a file server that is gone) comes
 * last in its section.
 */
const BLOCKS: Readonly<Record<SectionName, readonly Block[]>> = {
  groups: ACCOUNTS.filter(({ name }) => name !== "shadow"),
  services: [...SYSTEMD, ...OTHER_SERVICES, ...LAUNCHD],
  scheduledTasks: [...SYSTEMD, ...TASKS, ...LAUNCHD],
  software: SOFTWARE,
  users: [...ACCOUNTS, ...LAST_LOGINS, ...RIGHTS, ...KEYS],
};

/** The blocks of these sections, each once, in the order in which they are read. */
export function blocksOf(sections: readonly SectionName[]): readonly Block[] {
  const wanted = Object.entries(BLOCKS).flatMap(([name, blocks]) =>
    sections.some((each) => each === name) ? blocks : [],
  );
  return [...new Set(wanted)];
}

/** The names of the blocks that a section is read from. */
export const blockNamesOf = (section: SectionName): readonly string[] =>
  BLOCKS[section].map(({ name }) => name);

/** The script that reads every section, for others to run. */
export const sectionsScript = (marker: string): string => scriptOf(blocksOf(SECTION_NAMES), marker);
