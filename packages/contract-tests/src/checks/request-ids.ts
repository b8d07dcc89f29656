import { type Check, type CheckContext, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { memberOf } from "../document/place.ts";
import { eachOperation } from "./each-operation.ts";

const cell = { operationId: "Get", status: 200 };
const header = "header X-Request-Id";
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const chosen: readonly (readonly [what: string, id: (run: string) => string])[] = [
  ["the caller chose", (run) => `kit.${run}`],
  ["is of one character", () => "7"],
  ["is of 128 characters", (run) => `A-z_0.${run}`.padEnd(128, "x")],
];

const replaced: readonly (readonly [what: string, id: string])[] = [
  ["is none", "no id; at all"],
  ["is of 129 characters", "x".repeat(129)],
  ["has a colon in it", "urn:uuid"],
];

/** Sends a request id and gets the one answered. */
export function requestIdChecks(operations: readonly Operation[]): Check[] {
  const answers = async ({ expect }: CheckContext, id: string | undefined) => {
    const named = id === undefined ? { unnamed: true } : { headers: { "X-Request-Id": id } };
    const { headers } = await expect("Get", 200, { query: "limit=1", ...named });
    return { answered: headers.get("X-Request-Id") ?? "" };
  };
  return [
    ...chosen.map(
      ([what, id]): Check => ({
        name: `a request id that ${what} comes back`,
        cells: [cell],
        needs: [],
        promises: ["request-id-chosen"],
        async run(context) {
          const { answered } = await answers(context, id(context.run));
          rule(answered === id(context.run), cell, header, "should be the caller's");
        },
      }),
    ),
    ...replaced.map(
      ([what, id]): Check => ({
        name: `a request id that ${what} is replaced`,
        cells: [cell],
        needs: [],
        promises: ["request-id-replaced"],
        async run(context) {
          const { answered } = await answers(context, id);
          rule(answered !== id && GUID.test(answered), cell, header, "should be a new UUID");
        },
      }),
    ),
    {
      name: "each call has a request id of its own",
      cells: [cell],
      needs: [],
      promises: ["request-id-of-each-call"],
      async run(context) {
        const [one, other] = [await answers(context, undefined), await answers(context, undefined)];
        rule(one.answered !== other.answered, cell, header, "is the same for two calls");
      },
    },
    ...eachOperation(
      operations.filter(({ security }) => security === "Bearer"),
      401,
      "tells its request id in the problem, too",
      ["instance-is-request-id", "request-id-chosen"],
      async ({ expect, run }, operation) => {
        for (const [id, instance] of [
          [`kit-${run}`, `kit-${run}`],
          ["0b9b7c1e-3f52-4c1f-9f43-1d9f0c8b7a55", "urn:uuid:0b9b7c1e-3f52-4c1f-9f43-1d9f0c8b7a55"],
        ] as const) {
          const seen = await expect(operation, 401, { token: null, headers: { "X-Request-Id": id } });
          rule(seen.headers.get("X-Request-Id") === id, seen.cell, header, "should be the caller's");
          const said = memberOf(seen.json, "instance") ?? instance;
          rule(said === instance, seen.cell, "body /instance", `is ${said}, not ${instance}`);
        }
      },
    ),
  ];
}
