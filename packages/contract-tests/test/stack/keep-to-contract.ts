import { writeFile } from "node:fs/promises";
import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { checksOf } from "../../src/checks/index.ts";
import { operationsOf } from "../../src/document/operations.ts";
import { describeFinding, describeReport, type Kit, recordAsJson } from "../../src/index.ts";

/**
 * Declares a test per check of the kit, and one that every declared answer of every operation was seen.
 *
 * Where `HOSTSCAN_CONTRACT_REPORT` names a file, the record of the run is written there.
 */
export function testEveryCheck(kit: () => Kit): void {
  // By place in the kit: the names must be known before the service is up.
  const names = checksOf(operationsOf({ ...openapiDocument })).map(({ name }, i) => [name, i] as const);

  test.each(names)("%s", async (_name, i) => {
    const { findings, missing } = await kit().run(kit().checks[i] ?? expect.fail("no such check"));
    expect(missing, "needs that the target does not meet").toEqual([]);
    expect(findings.map(describeFinding)).toEqual([]);
  });

  test("every declared answer of every operation was seen", async () => {
    const report = kit().report();
    const file = process.env["HOSTSCAN_CONTRACT_REPORT"];
    if (file) await writeFile(file, recordAsJson(report));
    process.stdout.write(`\n${describeReport(report)}\n`);
    expect(report.unobserved).toEqual([]);
  });
}
