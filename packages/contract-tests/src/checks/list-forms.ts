import { type Answer, type Check, type CheckContext, type OperationId, rule } from "../check.ts";
import { type Node, nodesIn } from "../document/place.ts";
import { twoHosts } from "./inventory.ts";
import { sections } from "./inventory-lists.ts";
import { scanned } from "./inventory-walk.ts";
import { create, isThe, madeUpHost, ofHosts } from "./job-rules.ts";
import { nextQuery, walk } from "./pages.ts";

const hosts = { operationId: "GetHosts", status: 200 };

const LINES = "application/jsonl";

/** A cell of CSV (RFC 4180), with or without quotes, and what ends it. */
const CELL = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/y;

/** The rows of a CSV. */
function rowsOf({ text, cell }: Answer): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (CELL.lastIndex = 0; CELL.lastIndex < text.length; ) {
    const [, value, end] = CELL.exec(text) ?? [];
    rule(value !== undefined, cell, "body", "is no CSV");
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** What is made of parts: JSON in a cell. */
const PARTS = "(parts)";

const isMade = (value: unknown, cell: string): boolean =>
  typeof value === "object" &&
  value !== null &&
  Array.isArray(value) === cell.startsWith("[") &&
  isJson(cell);

/** The cell that a member of an item comes to. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return PARTS;
  return typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : `${value}`;
}

/** Asks for a list in another form. */
const inForm = (
  { expect }: CheckContext,
  operationId: OperationId,
  accept: string,
  query: string,
  path: Readonly<Record<string, string>> = {},
) => expect(operationId, 200, { query, path, headers: { Accept: accept } });

const essenceOf = ({ headers }: Answer) => headers.get("Content-Type")?.split(";")[0]?.trim();

/** Checks that CSV and lines tell the items that the list in JSON has. */
function tellsThem(csv: Answer, lines: Answer, items: readonly Node[]): void {
  isThe("text/csv", essenceOf(csv), csv, "header Content-Type");
  isThe(LINES, essenceOf(lines), lines, "header Content-Type");
  const [names = [], ...rows] = rowsOf(csv);
  // Members beyond the document's need no column; each entry is of a host.
  rule(items.length === 0 || names.includes("hostId"), csv.cell, "body", "has no column hostId");
  const cells = items.map((item) => names.map((name) => cellOf(item[name])));
  // What is made of parts may have more of them in another form.
  const shown = rows.map((row, i) =>
    row.map((cell, k) => (isMade(items[i]?.[names[k] ?? ""], cell) ? PARTS : cell)),
  );
  isThe(cells, shown, csv, "body (the rows)");
  isThe(items.map((item) => `${JSON.stringify(item)}\n`).join(""), lines.text, lines, "body (the lines)");
}

export const listFormChecks: readonly Check[] = [
  {
    name: "GetHosts tells all hosts that fit as CSV and as JSON Lines, without formulas",
    cells: [hosts],
    needs: ["credential"],
    promises: ["list-forms", "list-forms-by-page", "no-formulas"],
    async run(context) {
      const source = `=1+1,"${context.run}"`;
      const { ids } = await twoHosts(context, "forms", source);
      const query = `${new URLSearchParams({ source })}`;
      const { items } = await walk(context, "GetHosts", new URLSearchParams({ source }));
      const csv = await inForm(context, "GetHosts", "text/csv", query);
      tellsThem(csv, await inForm(context, "GetHosts", LINES, query), items);
      rule(csv.text.includes(`"'=1+1,""`), csv.cell, "body", "has a cell that is a formula");
      const first = await inForm(context, "GetHosts", LINES, `${query}&limit=1`);
      const [id] = ids;
      isThe([id], first.text.trimEnd().split("\n").map(idOf), first, "body (the first page)");
      const next = nextQuery(first);
      rule(next !== undefined, first.cell, "header Link", "is missing");
      const second = await inForm(context, "GetHosts", "text/csv", next);
      isThe(
        ids.slice(1),
        rowsOf(second)
          .slice(1)
          .map((row) => row[0]),
        second,
        "body (the second page)",
      );
      isThe(undefined, nextQuery(second), second, "header Link (of the last page)");
    },
  },
  {
    name: "GetHosts tells more hosts than a page holds, where a form of all of them is asked for",
    cells: [hosts],
    needs: ["credential"],
    promises: ["list-forms-tell-all"],
    async run(context) {
      const source = `kit-many-${context.run}`;
      const many = Array.from({ length: 251 }, (_, i) => ({ ...madeUpHost(context, `many-${i}`), source }));
      const ids = ofHosts(await create(context, many), "hostId")
        .map(String)
        .sort();
      const query = `${new URLSearchParams({ source })}`;
      const csv = await inForm(context, "GetHosts", "text/csv", query);
      isThe(
        ids,
        rowsOf(csv)
          .slice(1)
          .map(([id]) => id),
        csv,
        "body (the ids)",
      );
      const lines = await inForm(context, "GetHosts", LINES, query);
      isThe(ids, lines.text.trimEnd().split("\n").map(idOf), lines, "body (the ids)");
    },
  },
  {
    name: "GetHosts is JSON unless another form is asked for more",
    cells: [hosts],
    needs: [],
    promises: ["list-forms"],
    async run(context) {
      const forms: readonly (readonly [accept: string, type: string])[] = [
        ["*/*", "application/json"],
        ["text/html, text/csv;q=0.5, */*", "application/json"],
        ["text/csv;q=0, application/json;q=0.1", "application/json"],
        ["text/csv, application/json", "application/json"],
        [`application/json;q=0.5, ${LINES};q=0.9, text/csv;q=0.8`, LINES],
        ["Text/*;q=0.9, application/json;q=0.1", "text/csv"],
      ];
      for (const [accept, type] of forms) {
        const seen = await inForm(context, "GetHosts", accept, "limit=1");
        isThe(type, essenceOf(seen), seen, `header Content-Type (for ${accept})`);
      }
      await context.expect("GetHosts", 400, { query: "limit=0", headers: { Accept: "text/csv" } });
    },
  },
  {
    name: "each list of the inventory tells as CSV and as JSON Lines what it tells as JSON",
    cells: [...sections, "GetUsers" as const, "GetChanges" as const].map((operationId) => ({
      operationId,
      status: 200,
    })),
    needs: ["scannable host"],
    promises: ["list-forms"],
    async run(context) {
      await scanned(context);
      const hostId = await scanned(context);
      const path = { hostId };
      const lists: readonly (readonly [OperationId, query: string])[] = [
        ...sections.map((id) => [id, ""] as const),
        ["GetUsers", "name=root"],
        ["GetChanges", `hostId=${hostId}`],
      ];
      for (const [operationId, query] of lists) {
        const { items, seen } = await walk(context, operationId, new URLSearchParams(query), path);
        // Of a list that is too long to be followed, its end is not known.
        if (nextQuery(seen) !== undefined) continue;
        const csv = await inForm(context, operationId, "text/csv", query, path);
        tellsThem(csv, await inForm(context, operationId, LINES, query, path), items);
      }
    },
  },
];

function idOf(line: string): unknown {
  return nodesIn([JSON.parse(line)])[0]?.["id"];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
