import { type Check, given } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import type { Need, Target } from "../target.ts";

type FaultName = keyof NonNullable<Target["faults"]>;

/** One check per fault, since each is costly to bring about: every operation must tell of it as declared. */
export function faultChecks(operations: readonly Operation[]): Check[] {
  return [
    fault(operations, 429, "rateLimit", "rate limit", "a caller over its limit is told when to call again"),
    fault(
      operations,
      500,
      "internalFault",
      "internal fault",
      "a fault inside is a problem that tells nothing of it",
    ),
    fault(operations, 503, "databaseOutage", "database outage", "a database out of reach is told as such"),
  ];
}

function fault(all: readonly Operation[], status: number, name: FaultName, need: Need, rule: string): Check {
  const operations = all.filter(({ responses }) => responses.has(status));
  return {
    name: `${rule}, by each operation`,
    cells: operations.map(({ operationId }) => ({ operationId, status })),
    needs: ["user", need],
    async run({ target, expect }) {
      const { fetch, restore } = await given(target.faults?.[name], need)();
      try {
        for (const operation of operations) await expect(operation, status, {}, fetch);
      } finally {
        await restore();
      }
    },
  };
}
