import { type Check, rule } from "../check.ts";

const cell = { operationId: "Get", status: 200 };

/** Sends a request id and gets the one answered. */
export const requestIdChecks: readonly Check[] = [
  {
    name: "a request id that the caller chose comes back",
    cells: [cell],
    needs: [],
    async run({ expect, run }) {
      const { headers } = await expect("Get", 200, {
        query: "limit=1",
        headers: { "X-Request-Id": `kit.${run}` },
      });
      rule(
        headers.get("X-Request-Id") === `kit.${run}`,
        cell,
        "header X-Request-Id",
        "should be the caller's",
      );
    },
  },
  {
    name: "a request id that is none is replaced",
    cells: [cell],
    needs: [],
    async run({ expect }) {
      const sent = "no id; at all";
      const { headers } = await expect("Get", 200, { query: "limit=1", headers: { "X-Request-Id": sent } });
      rule(headers.get("X-Request-Id") !== sent, cell, "header X-Request-Id", "should be a new one");
    },
  },
];
