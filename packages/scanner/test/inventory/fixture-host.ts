import {
  type Elevation,
  type Inventory,
  SECTION_NAMES,
  type SectionName,
} from "../../src/inventory/types.ts";
import { type FixtureSshOptions, startFixtureSshServer } from "../../src/testing/index.ts";
import { scanned } from "../scanning.ts";

interface Asked {
  readonly sections?: readonly SectionName[];
  readonly deadlineMs?: number;
  readonly platform?: "linux" | "cisco";
  readonly elevate?: Elevation;
}

/** Scans a fixture of a host, and hands out what the scan came to. */
export async function inventoryOf(options: FixtureSshOptions, asked: Asked = {}) {
  await using host = await startFixtureSshServer(options);
  const { username, password, port } = host;
  const { sections = SECTION_NAMES, deadlineMs = 20_000, platform = "linux", elevate } = asked;
  const credential = { username, password, ...(elevate && { elevate }) };
  const outcome = await scanned({ port, platform, credential, sections, deadlineMs });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const inventory: Inventory | undefined = outcome.inventory;
  return { inventory, commands: host.commands, logins: host.logins };
}

/** For each section its state, and what is said of it. */
export const states = (inventory: Inventory | undefined) =>
  Object.entries(inventory ?? {}).map(([name, { state, message }]) =>
    `${name} ${state} ${message ?? ""}`.trim(),
  );
