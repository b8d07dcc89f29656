import type { Check, CheckContext } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import type { PromiseId } from "../promise.ts";
import type { Need } from "../target.ts";

/** Makes a check for each operation that declares `status`. */
export function eachOperation(
  operations: readonly Operation[],
  status: number,
  rule: string,
  promises: readonly PromiseId[],
  run: (context: CheckContext, operation: Operation) => Promise<void>,
  ...needs: readonly Need[]
): Check[] {
  return operations
    .filter(({ responses }) => responses.has(status))
    .map((operation) => ({
      name: `${operation.operationId} ${rule}`,
      cells: [{ operationId: operation.operationId, status }],
      needs: [...needsOf(operation), ...needs],
      promises,
      run: (context) => run(context, operation),
    }));
}

/** What every call of an operation needs. */
function needsOf({ security, isForAdmins }: Operation): readonly Need[] {
  if (security === "FirstStep") return ["user"];
  return isForAdmins ? ["Admin token"] : [];
}
