import { type Check, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { memberOf, nodesIn } from "../document/place.ts";
import { eachOperation } from "./each-operation.ts";

/** Items and bytes that a body may have at most. */
const limits = { items: 10_000, bytes: 10 * 1024 * 1024 };

export function bodyChecks(operations: readonly Operation[]): Check[] {
  const withBody = operations.filter(({ hasBody }) => hasBody);
  const withList = withBody.filter(({ exampleBody }) => Array.isArray(exampleBody));
  const refuses = (of: readonly Operation[], what: string, body: (operation: Operation) => unknown) =>
    eachOperation(of, 400, `refuses ${what}, and says where it is wrong`, async ({ expect }, operation) => {
      const { json } = await expect(operation, 400, { body: body(operation) });
      const named = nodesIn(memberOf(json, "errors")).length > 0;
      rule(named, { operationId: operation.operationId, status: 400 }, "body /errors", "names nothing");
    });

  return [
    ...eachOperation(withBody, 400, "refuses a body that is not JSON", async ({ expect }, operation) => {
      await expect(operation, 400, { text: '[{"' });
    }),
    ...eachOperation(withBody, 400, "refuses a call without a body", async ({ expect }, operation) => {
      await expect(operation, 400, { text: null });
    }),
    ...refuses(withBody, "an empty list", () => []),
    ...refuses(withBody, "a body of another type", () => true),
    ...refuses(withList, "a body that is no list", () => ({})),
    ...refuses(withList, "an item of another type", () => [7]),
    ...refuses(withList, "more than 10,000 items", ({ exampleBody }) =>
      Array(limits.items + 1).fill([exampleBody].flat()[0]),
    ),
    ...eachOperation(withBody, 413, "refuses a body over 10 MB", async ({ expect }, operation) => {
      await expect(operation, 413, { text: `[${" ".repeat(limits.bytes)}]` });
    }),
    ...eachOperation(
      withBody,
      415,
      "refuses a body that is declared as something else",
      async ({ expect }, operation) => {
        await expect(operation, 415, { headers: { "Content-Type": "application/xml" } });
      },
    ),
  ];
}
