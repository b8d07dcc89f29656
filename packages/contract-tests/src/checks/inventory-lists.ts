import { type Check, type OperationId, rule } from "../check.ts";
import type { PromiseId } from "../promise.ts";
import { namesPath } from "./job-rules.ts";

/** The operations that list the entries of a section of a host. */
export const sections: readonly OperationId[] = [
  "GetHostUsers",
  "GetHostGroups",
  "GetHostServices",
  "GetHostScheduledTasks",
  "GetHostFeatures",
];

/** The lists, each with a call that needs nothing but a host. */
const lists: readonly OperationId[] = [
  ...(["GetHosts", ...sections, "GetUsers", "GetChanges", "GetCredentials", "GetAwaitingTrust"] as const),
];

/** The filters that a list refuses, and what for. */
const refusedFilters: readonly (readonly [OperationId, query: string, parameter: string])[] = [
  ["GetHosts", "status=11", "status"],
  ["GetHosts", "scannedSince=yesterday", "scannedSince"],
  ["GetHosts", "credentialId=none", "credentialId"],
  ["GetHosts", "name=", "name"],
  ["GetUsers", "unixId=-1", "unixId"],
  ["GetUsers", "name=", "name"],
  ["GetChanges", "hostId=none", "hostId"],
  ["GetChanges", "since=yesterday", "since"],
  ["GetChanges", "section=5", "section"],
  ["GetChanges", "kind=3", "kind"],
  ["GetAwaitingTrust", "hostScanJobId=none", "hostScanJobId"],
];

const refusedPages: readonly (readonly [query: string, parameter: string, promise: PromiseId])[] = [
  ["limit=0", "limit", "limit-bounds"],
  ["limit=201", "limit", "limit-bounds"],
  ["after=not-a-cursor", "after", "foreign-cursor"],
  [`after=${crypto.randomUUID()}`, "after", "foreign-cursor"],
];

/** What each list of inventories does with pages and filters. */
export const inventoryListChecks: readonly Check[] = [
  ...lists.flatMap((operationId) =>
    refusedPages.map(
      ([page, parameter, promise]): Check => ({
        name: `${operationId} refuses ${page.replace(/=.{36}$/, "=(any GUID)")}`,
        cells: [{ operationId, status: 400 }],
        needs: ["known job"],
        promises: [promise],
        async run({ expect, known }) {
          const { hostId } = known();
          namesPath(
            await expect(operationId, 400, { query: page, path: { hostId } }),
            operationId,
            parameter,
          );
        },
      }),
    ),
  ),
  ...refusedFilters.map(
    ([operationId, filter, parameter]): Check => ({
      name: `${operationId} refuses ${filter}`,
      cells: [{ operationId, status: 400 }],
      needs: [],
      promises: ["hosts-filtered"],
      async run({ expect }) {
        namesPath(await expect(operationId, 400, { query: filter }), operationId, parameter);
      },
    }),
  ),
  ...lists.map(
    (operationId): Check => ({
      name: `${operationId} holds no more on a page than asked for, and 50 where nothing is`,
      cells: [{ operationId, status: 200 }],
      needs: ["known job"],
      promises: ["limit-bounds", "limit-default"],
      async run({ expect, known }) {
        const path = { hostId: known().hostId };
        const sizeOf = async (asked: string) => {
          const { json, cell } = await expect(operationId, 200, { query: asked, path });
          rule(Array.isArray(json), cell, "body", "is no list");
          return json.length;
        };
        const cell = { operationId, status: 200 };
        // It may grow meanwhile.
        const least = Math.min(50, await sizeOf("limit=200"));
        const [one, size] = [await sizeOf("limit=1"), await sizeOf("")];
        rule(one <= 1, cell, "body", `holds ${one}, although one was asked for`);
        rule(size >= least && size <= 50, cell, "body", `holds ${size} where nothing is asked for`);
      },
    }),
  ),
];
