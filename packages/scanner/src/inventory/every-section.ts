import type { Inventory, Section, SectionName } from "./types.ts";

/** All of these sections without an entry, for the same reason. */
export function sectionsAll(
  sections: readonly SectionName[],
  state: Omit<Section<never>, "entries">,
): Inventory | undefined {
  const empty: Section<never> = { ...state, entries: [] };
  return sections.length === 0 ? undefined : Object.fromEntries(sections.map((name) => [name, empty]));
}
