import { ActionStatus } from "@hostscan/contract";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import { memberOf, type Node, nodesIn } from "../document/place.ts";
import { inventoryEntryChecks } from "./inventory-entries.ts";
import { inventoryListChecks, sections } from "./inventory-lists.ts";
import { query, scanned } from "./inventory-walk.ts";
import {
  cancel,
  create,
  isThe,
  madeUpHost,
  madeUpName,
  namesPath,
  ofHosts,
  untilEnded,
} from "./job-rules.ts";
import { nextQuery, walk } from "./pages.ts";

const hosts = { operationId: "GetHosts", status: 200 };

/** Onboards two hosts of this run, of which no scan comes to anything, and gives their ids. */
export async function twoHosts(context: CheckContext, label: string, source = `kit ${label} ${context.run}`) {
  const job = await create(
    context,
    ["a", "b"].map((one) => ({ ...madeUpHost(context, `${label}-${one}`), source })),
  );
  await untilEnded(context, job);
  return { ids: ofHosts(job, "hostId").map(String).sort(), source };
}

const idsOf = (hosts: readonly Node[]) => hosts.map(({ id }) => String(id)).sort();

/** What filters show of two hosts of this run: both, or none. */
const filters: readonly (readonly [
  name: string,
  matching: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
])[] = [
  ["status", { status: `${ActionStatus.Failed}` }, { status: `${ActionStatus.Complete}` }],
  ["os", {}, { os: "no system *" }],
  ["scannedSince", {}, { scannedSince: "2000-01-01T00:00:00Z" }],
  ["source", {}, { source: "no such source" }],
  ["credentialId", {}, { credentialId: "00000000-0000-0000-0000-000000000001" }],
  ["name", {}, { name: "*.contract.invalid.no" }],
];

export const inventoryChecks: readonly Check[] = [
  ...inventoryListChecks,
  ...inventoryEntryChecks,
  {
    name: "GetHosts leads from page to page, keeps the filters, and shows each host once",
    cells: [hosts],
    needs: ["credential"],
    promises: ["link-leads-on", "hosts-filtered"],
    async run(context) {
      const { ids, source } = await twoHosts(context, "inventory-pages");
      const { items, sizes, seen } = await walk(context, "GetHosts", query({ source, limit: "1" }));
      isThe(ids, idsOf(items), seen, "body (the hosts of all pages)");
      isThe([1, 1], sizes, seen, "body (how many each page holds)");
    },
  },
  {
    name: "GetHosts lists the hosts that fit each of its filters",
    cells: [hosts],
    needs: ["credential"],
    promises: ["hosts-filtered"],
    async run(context) {
      const { ids, source } = await twoHosts(context, "inventory-filters");
      const shown = async (members: Readonly<Record<string, string>>) => {
        const { items } = await walk(context, "GetHosts", query({ source, ...members }));
        return idsOf(items);
      };
      for (const [name, matching, other] of filters) {
        isThe(ids, await shown(matching), { cell: hosts }, `body (of hosts that fit ${name})`);
        isThe([], await shown(other), { cell: hosts }, `body (of hosts that do not fit ${name})`);
      }
      const called = madeUpName(context, "inventory-filters-?").toUpperCase();
      const credentialId = given(context.target.credentialId, "credential").toUpperCase();
      isThe(
        ids,
        await shown({ name: called, credentialId }),
        { cell: hosts },
        "body (of hosts by their name)",
      );
    },
  },
  {
    name: "GetHost shows a host as GetHosts does, in whatever case its id is written",
    cells: [{ operationId: "GetHost", status: 200 }],
    needs: ["credential"],
    promises: ["host-as-listed", "ids-in-any-case"],
    async run(context) {
      const { ids, source } = await twoHosts(context, "inventory-host");
      const { items } = await walk(context, "GetHosts", query({ source }));
      for (const host of items) {
        const path = { hostId: String(host["id"]).toUpperCase() };
        const seen = await context.expect("GetHost", 200, { path });
        isThe(host, seen.json, seen, "body");
        isThe(ids.includes(String(host["hostId"])), true, seen, "body /hostId (is known)");
        isThe(ActionStatus.Failed, host["status"], seen, "body /status");
        isThe([], host["hostScanSection"], seen, "body /hostScanSection");
      }
    },
  },
  {
    name: "a host that was scanned shows what the scan has found, and what its key is",
    cells: [{ operationId: "GetHost", status: 200 }],
    needs: ["scannable host"],
    promises: ["host-as-listed"],
    async run(context) {
      const hostId = await scanned(context);
      const seen = await context.expect("GetHost", 200, { path: { hostId } });
      const { status, lastScanTimeUtc, os } = { ...nodesIn([seen.json])[0] };
      isThe(ActionStatus.Complete, status, seen, "body /status");
      rule(
        typeof lastScanTimeUtc === "string" && typeof os === "string",
        seen.cell,
        "body",
        "was not scanned",
      );
      const trusted = nodesIn(memberOf(seen.json, "hostScanTrust")).map((key) => key["trustedThumbprint"]);
      rule(trusted.length > 0, seen.cell, "body /hostScanTrust", "has no key, although one was trusted");
    },
  },
  {
    name: "GetHosts finds a host that was scanned by what the scan has found, and when",
    cells: [hosts],
    needs: ["scannable host"],
    promises: ["hosts-filtered"],
    async run(context) {
      const hostId = await scanned(context);
      const { json } = await context.expect("GetHost", 200, { path: { hostId } });
      const [host] = nodesIn([json]);
      const [os, time, name] = [`${host?.["os"]}`, `${host?.["lastScanTimeUtc"]}`, `${host?.["name"]}`];
      const status = `${ActionStatus.Complete}`;
      const later = new Date(Date.parse(time) + 1).toISOString();
      const isListed = async (filter: Readonly<Record<string, string>>) => {
        const { items } = await walk(context, "GetHosts", query({ ...filter, limit: "200" }));
        return items.some(({ id }) => id === host?.["id"]);
      };
      const found = {
        ...{ os: os.toUpperCase(), name: name.toUpperCase(), scannedSince: time, status },
        "os and name": { os: `${os.slice(0, 1)}*`, name: `?${name.slice(1)}` },
        "scannedSince and status": { scannedSince: time, status },
      };
      for (const [filter, value] of Object.entries(found)) {
        const asked = typeof value === "string" ? { [filter]: value } : value;
        isThe(true, await isListed(asked), { cell: hosts }, `body (lists the host by its ${filter})`);
      }
      for (const other of [
        { os: `${os}x` },
        { name: `${name}x` },
        { scannedSince: later },
        { status: "4" },
      ]) {
        const [[filter] = []] = Object.entries(other);
        const listed = await isListed({ ...found["scannedSince and status"], ...other });
        isThe(false, listed, { cell: hosts }, `body (lists the host by another ${filter})`);
      }
    },
  },
  {
    name: "GetHosts holds 50 hosts where nothing is asked for, and as many as are asked for",
    cells: [hosts],
    needs: ["credential"],
    promises: ["limit-default", "limit-bounds", "link-leads-on", "link-absent-at-end"],
    async run(context) {
      const source = `kit inventory-many ${context.run}`;
      const rows = Array.from({ length: 51 }, (_, i) => ({
        ...madeUpHost(context, `inventory-many-${i}`),
        source,
      }));
      const job = await create(context, rows);
      // They are not scanned: that is not what it is about.
      await cancel(context, job.id, 202);
      for (const [limit, sizes] of [
        [{}, [50, 1]],
        [{ limit: "25" }, [25, 25, 1]],
        [{ limit: "51" }, [51]],
        [{ limit: "200" }, [51]],
      ] as const) {
        const seen = await walk(context, "GetHosts", query({ source, ...limit }));
        isThe(sizes, seen.sizes, seen.seen, "body (how many each page holds)");
        isThe(ofHosts(job, "hostId").map(String).sort(), idsOf(seen.items), seen.seen, "body (of all pages)");
      }
    },
  },
  {
    name: "a cursor of GetHosts is refused where it is changed, and by other lists",
    cells: [{ operationId: "GetHosts", status: 400 }],
    needs: ["credential"],
    promises: ["foreign-cursor"],
    async run(context) {
      const { source } = await twoHosts(context, "inventory-cursor");
      const first = await context.expect("GetHosts", 200, { query: `${query({ source, limit: "1" })}` });
      const after = new URLSearchParams(nextQuery(first)).get("after") ?? "";
      rule(after !== "", first.cell, "header Link", "has no cursor, although there are more hosts");
      for (const other of [`${after}!`, `!${after}`, after.slice(0, -4)])
        namesPath(
          await context.expect("GetHosts", 400, { query: `${query({ after: other })}` }),
          "GetHosts",
          "after",
        );
      for (const operationId of ["GetUsers", "GetChanges", "Get"] as const)
        namesPath(
          await context.expect(operationId, 400, { query: `${query({ after })}` }),
          operationId,
          "after",
        );
    },
  },
  {
    name: "an App sees a host of another App in every read, or in none",
    cells: [{ operationId: "GetHost", status: 200 }],
    needs: ["credential", "other App token"],
    promises: ["jobs-of-own"],
    async run(context) {
      const { ids, source } = await twoHosts(context, "inventory-owned");
      const other = { token: given(context.target.tokens.otherApp, "other App token") };
      const { json } = await context.expect("GetHosts", 200, { ...other, query: `${query({ source })}` });
      const listed = idsOf(nodesIn(json));
      const seen = listed.length > 0;
      isThe(seen ? ids : [], listed, { cell: hosts }, "body (hosts of another App)");
      for (const hostId of ids) {
        for (const operationId of ["GetHost", ...sections] as const)
          await context.expect(operationId, seen ? 200 : 404, { ...other, path: { hostId } });
      }
    },
  },
];
