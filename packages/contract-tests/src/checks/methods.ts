import type { Check } from "../check.ts";
import { methods, type Operation } from "../document/operations.ts";

/** What a server may answer for a path that has `GET`, what has a check of its own, and what `fetch` does not send. */
const unsuitable = new Set(["HEAD", "OPTIONS", "TRACE"]);

const suitable = [...methods, "propfind"]
  .map((method) => method.toUpperCase())
  .filter((method) => !unsuitable.has(method));

/** A check per path and method that it does not have: that is the 405 of all its operations. */
export function methodChecks(operations: readonly Operation[]): Check[] {
  return [...Map.groupBy(operations, ({ path }) => path)].flatMap(([path, siblings]) => {
    const declared = siblings.map(({ method }) => method);
    const undeclared = suitable.filter((method) => !declared.includes(method));
    const options: Check = {
      name: `${path} tells OPTIONS the methods that it has, by 405 or without an error`,
      cells: [],
      needs: [],
      promises: ["allow-names-methods", "request-id-on-every-answer"],
      run: async ({ call }) => {
        for (const operation of siblings.slice(0, 1))
          await call(operation, { method: "OPTIONS", text: null });
      },
    };
    const refused = undeclared.map(
      (method): Check => ({
        name: `${path} refuses ${method}, which it does not have`,
        cells: siblings.map(({ operationId }) => ({ operationId, status: 405 })),
        needs: [],
        promises: ["method-not-allowed", "allow-names-methods"],
        run: async ({ expect }) => {
          for (const operation of siblings.slice(0, 1)) await expect(operation, 405, { method, text: null });
        },
      }),
    );
    return [...refused, options];
  });
}
