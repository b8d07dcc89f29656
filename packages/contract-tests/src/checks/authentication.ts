import type { Check } from "../check.ts";
import { given } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { eachOperation } from "./each-operation.ts";

export function authenticationChecks(operations: readonly Operation[]): Check[] {
  const secured = operations.filter(({ security }) => security !== undefined);
  return [
    ...eachOperation(secured, 401, "refuses a caller without a token", async (context, operation) => {
      await context.expect(operation, 401, { token: null });
    }),
    ...eachOperation(secured, 401, "refuses a token it has not issued", async (context, operation) => {
      await context.expect(operation, 401, { token: "not.a.token" });
      await context.expect(operation, 401, { token: null, headers: { Authorization: "Basic YTpi" } });
    }),
    ...eachOperation(
      secured,
      401,
      "refuses an expired token",
      async ({ expect, target }, operation) => {
        await expect(operation, 401, { token: given(target.tokens.expired, "expired token") });
      },
      "expired token",
    ),
    ...eachOperation(
      secured,
      403,
      "refuses a role that the API does not admit",
      async ({ expect, target }, operation) => {
        await expect(operation, 403, { token: given(target.tokens.forbidden, "forbidden token") });
      },
      "forbidden token",
    ),
  ];
}
