import type { Check } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { eachOperation } from "./each-operation.ts";

export function parameterChecks(operations: readonly Operation[]): Check[] {
  const withId = operations.filter(({ pathParameters }) => pathParameters.size > 0);
  return eachOperation(withId, 400, "refuses an id that is not a GUID", async ({ expect }, operation) => {
    const ids = [...operation.pathParameters.keys()].map((name) => [name, "not-a-guid"]);
    await expect(operation, 400, { path: Object.fromEntries(ids) });
  });
}
