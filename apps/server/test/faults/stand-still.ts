import type { OpenDatabase } from "@hostscan/database";
import { expect, vi } from "vitest";
import type { RunningProcess } from "../process.ts";
import { heldBy, readAudit } from "./audit.ts";

/** Waits for the condition, also while the database is away. */
function until(condition: () => Promise<boolean>): Promise<void> {
  return vi.waitFor(async () => expect(await condition()).toBe(true), { timeout: 120_000, interval: 50 });
}

/**
 * Stops a worker in the midst of its scans, as where its machine is suspended, and lets it go on once another has taken
 * one of them over. Resolves to the moment of the stop.
 */
export async function standStill(
  { child, name }: Pick<RunningProcess, "child"> & { readonly name: string },
  database: OpenDatabase,
): Promise<Date> {
  const held = async () => heldBy(name, await readAudit(database));
  await until(async () => (await held()).size > 0);
  child.kill("SIGSTOP");
  const moment = new Date();
  let before = new Set<string>();
  await until(async () => {
    before = await held();
    return true;
  });
  await until(async () => before.size === 0 || (await held()).size < before.size);
  child.kill("SIGCONT");
  return moment;
}
