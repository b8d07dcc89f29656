import type { HostScanJobService, Result } from "@hostscan/core";
import { expect, test } from "vitest";
import { createKit } from "../src/index.ts";
import { fixtureTarget } from "./fixture-target.ts";

/** A service that gets one rule wrong, the check that must come upon it, and a part of what it must say. */
export interface Case {
  readonly check: string;
  readonly fault: string;
  readonly port: (jobs: HostScanJobService) => Partial<HostScanJobService>;
  readonly says: string;
}

type Job = Extract<Awaited<ReturnType<HostScanJobService["getJob"]>>, { ok: true }>["value"];

/** Changes the value of an outcome that has one. */
export async function changed<T>(outcome: Promise<Result<T>>, change: (value: T) => T): Promise<Result<T>> {
  const known = await outcome;
  return known.ok ? { ok: true, value: change(known.value) } : known;
}

export const refusal = async (): Promise<Result<never>> => ({
  ok: false,
  rejection: { kind: "invalid", detail: "Something is wrong.", errors: [] },
});

export const reversed = (job: Job): Job => ({
  ...job,
  hostScanHostStatus: job.hostScanHostStatus?.toReversed() ?? null,
});

/** Declares one test per case. */
export function testFaults(cases: readonly Case[]): void {
  const named = cases.map(({ check, fault, ...rest }) => [check, fault, rest] as const);

  test.each(named)("%s: finds %s (fixture of the port)", async (check, _fault, { port, says }) => {
    const kit = await createKit(fixtureTarget({ port }));
    const [run] = kit.checks.filter(({ name }) => name === check);
    expect(run, check).toBeDefined();
    const found = run ? await kit.run(run) : undefined;
    expect(found?.findings.map(({ message }) => message).join("\n")).toContain(says);
  });
}
