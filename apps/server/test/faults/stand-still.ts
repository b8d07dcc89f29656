import { ActionStatus } from "@hostscan/contract";
import type { OpenDatabase } from "@hostscan/engine";
import { expect, vi } from "vitest";
import type { RunningProcess } from "../process.ts";

/** Waits for the condition, also while the database is away. */
function until(condition: () => Promise<boolean>): Promise<void> {
  return vi.waitFor(async () => expect(await condition()).toBe(true), { timeout: 60_000, interval: 100 });
}

/**
 * Stops a worker in the midst of its scans, as where its machine is suspended, and lets it go on when all that was being
 * scanned then has ended or been taken over. Resolves to the moment of the stop.
 */
export async function standStill({ child, err }: RunningProcess, { db }: OpenDatabase): Promise<Date> {
  const running = () =>
    db
      .selectFrom("host_scan_host")
      .select(["id", "attempt"])
      .where("status", "=", ActionStatus.Running)
      .execute();
  await until(async () => err().includes("scan finished"));
  child.kill("SIGSTOP");
  const moment = new Date();
  let held: Awaited<ReturnType<typeof running>> = [];
  await until(async () => {
    held = await running();
    return true;
  });
  const attempts = new Map(held.map(({ id, attempt }) => [id, attempt]));
  await until(async () => (await running()).every(({ id, attempt }) => attempts.get(id) !== attempt));
  child.kill("SIGCONT");
  return moment;
}
