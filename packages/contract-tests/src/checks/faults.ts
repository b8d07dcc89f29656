import { type Check, given, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import type { PromiseId } from "../promise.ts";
import type { Need, Target } from "../target.ts";

type FaultName = keyof NonNullable<Target["faults"]>;

/** One check per fault, since each is costly to bring about: every operation must tell of it as declared. */
export function faultChecks(operations: readonly Operation[]): Check[] {
  return [
    fault(
      operations,
      429,
      "rateLimit",
      "rate limit",
      "a caller over its limit is told when to call again",
      "rate-limit",
    ),
    fault(
      operations,
      500,
      "internalFault",
      "internal fault",
      "a fault inside is a problem that tells nothing of it",
      "internal-error",
    ),
    fault(
      operations,
      503,
      "databaseOutage",
      "database outage",
      "a database out of reach is told as such",
      "unavailable",
    ),
  ];
}

function fault(
  all: readonly Operation[],
  status: number,
  name: FaultName,
  need: Need,
  said: string,
  promise: PromiseId,
): Check {
  const operations = all.filter(({ responses }) => responses.has(status));
  return {
    name: `${said}, by each operation`,
    cells: operations.map(({ operationId }) => ({ operationId, status })),
    needs: ["user", need],
    promises: [promise],
    async run({ target, expect }) {
      const { fetch, restore } = await given(target.faults?.[name], need)();
      try {
        const callable = operations.filter(({ isForAdmins }) => !isForAdmins || target.tokens.admin);
        for (const operation of callable) {
          const { text, cell } = await expect(operation, status, {}, fetch);
          const inside = /\n\s+at |[\w/]\.[cm]?[jt]s:\d+|\bselect\b.*\bfrom\b|relation "/i.exec(text)?.[0];
          rule(inside === undefined, cell, "body", `tells of the inside: ${inside}`);
        }
      } finally {
        await restore();
      }
    },
  };
}
