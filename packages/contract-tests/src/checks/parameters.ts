import { type Check, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { eachOperation } from "./each-operation.ts";
import { namesPath } from "./job-rules.ts";

/** What no GUID is written as. */
const malformed = [
  "not-a-guid",
  "42",
  "9c711ab3-8fc1-4d66-88d4-08f85117f32",
  "{9c711ab3-8fc1-4d66-88d4-08f85117f32e}",
  "urn:uuid:9c711ab3-8fc1-4d66-88d4-08f85117f32e",
  "9c711ab3-8fc1-4d66-88d4-08f85117f32e ",
  "9c711ab38fc14d6688d408f85117f32e",
];

/** GUIDs that are no UUID of RFC 9562. */
const unusual = [
  "00000000-0000-0000-0000-000000000001",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "12345678-1234-f234-c234-123456789abc",
];

export function parameterChecks(operations: readonly Operation[]): Check[] {
  const withId = operations.filter(({ pathParameters }) => pathParameters.size > 0);
  const ids = (operation: Operation, id: string) =>
    Object.fromEntries([...operation.pathParameters.keys()].map((name) => [name, id]));
  return [
    ...eachOperation(
      withId,
      400,
      "refuses an id that is not a GUID",
      ["ids-are-guids", "errors-tell-where"],
      async ({ expect }, operation) => {
        for (const id of malformed) {
          const seen = await expect(operation, 400, { path: ids(operation, id) });
          for (const name of operation.pathParameters.keys()) namesPath(seen, "Get", name);
        }
      },
    ),
    ...eachOperation(
      withId.filter(({ responses }) => responses.has(404)),
      404,
      "takes GUIDs of any variant for ids",
      ["ids-of-any-variant"],
      async ({ expect }, operation) => {
        for (const id of unusual) await expect(operation, 404, { path: ids(operation, id) });
      },
    ),
    ...eachOperation(
      withId.filter(({ responses, method }) => method === "POST" && !responses.has(404)),
      400,
      "does not find a GUID of any variant, and says so",
      ["ids-of-any-variant"],
      async ({ expect }, operation) => {
        for (const id of unusual) {
          const { text, cell } = await expect(operation, 400, { path: ids(operation, id) });
          rule(!/must be a (GUID|UUID)|format/i.test(text), cell, "body", "takes a GUID for none");
        }
      },
    ),
  ];
}
