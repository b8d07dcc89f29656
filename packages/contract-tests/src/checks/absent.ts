import { type Check, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { memberOf } from "../document/place.ts";
import { eachOperation } from "./each-operation.ts";

export function absentChecks(operations: readonly Operation[]): Check[] {
  return [
    ...eachOperation(
      operations,
      404,
      "does not find an id that nothing has",
      ["not-found", "instance-is-request-id"],
      async ({ expect }, operation) => {
        const ids = [...operation.pathParameters.keys()].map((name) => [name, crypto.randomUUID()]);
        await expect(operation, 404, { path: Object.fromEntries(ids) });
      },
    ),
    {
      name: "a path that the API does not have is a problem too",
      cells: [],
      needs: [],
      promises: ["errors-are-problems", "request-id-on-every-answer"],
      async run({ call }) {
        const { status, headers, json } = await call("Get", { at: "/api/v1/HostScanJob/no/such/path" });
        const type = headers.get("Content-Type") ?? "missing";
        const cell = { operationId: "-", status };
        rule(status === 404, cell, "status", "should be 404");
        rule(type.startsWith("application/problem+json"), cell, "content-type", `is ${type}`);
        rule(memberOf(json, "status") === 404, cell, "body /status", "should be 404");
        rule(headers.has("X-Request-Id"), cell, "header X-Request-Id", "is missing");
      },
    },
  ];
}
