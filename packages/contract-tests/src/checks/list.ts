import type { HostScanJob } from "@hostscan/client";
import { type Check, given, rule } from "../check.ts";
import { madeUpName } from "./job-rules.ts";

const operationId = "Get";
const page = { operationId, status: 200 };

export const listChecks: readonly Check[] = [
  {
    name: `${operationId} lists no more jobs than asked for`,
    cells: [page],
    needs: [],
    async run({ expect }) {
      const { json } = await expect(operationId, 200, { query: "limit=1" });
      rule(Array.isArray(json) && json.length <= 1, page, "body", "is no list of at most 1 job");
    },
  },
  ...(["limit=0", "limit=201", "limit=many", "after=not-a-cursor"].map((query) => ({
    name: `${operationId} refuses ${query}`,
    cells: [{ operationId, status: 400 }],
    needs: [],
    run: async ({ expect }) => void (await expect(operationId, 400, { query })),
  })) satisfies Check[]),
  {
    name: `${operationId} leads from page to page, newest job first, and shows each job once`,
    cells: [page],
    needs: ["credential"],
    async run(context) {
      const credentialId = given(context.target.credentialId, "credential");
      const older = await context.client.scanOu(credentialId, [madeUpName(context, "older")]);
      const newer = await context.client.scanOu(credentialId, [madeUpName(context, "newer")]);
      const ids: HostScanJob["id"][] = [];
      for await (const { id } of context.client.listJobs({ pageSize: 1 })) {
        ids.push(id);
        if (id === older.id) break;
      }
      rule(new Set(ids).size === ids.length, page, "body", "shows a job twice");
      const newerAt = ids.indexOf(newer.id);
      rule(newerAt >= 0 && newerAt < ids.indexOf(older.id), page, "body", "is not newest first");
    },
  },
];
