import { ActionStatus } from "@hostscan/contract";
import { type Check, type CheckContext, given, type OperationId, rule } from "../check.ts";
import { memberOf, type Node, nodesIn } from "../document/place.ts";
import { inventoryListChecks, sections } from "./inventory-lists.ts";
import { create, isThe, madeUpHost, madeUpName, ofHosts, untilEnded } from "./job-rules.ts";
import { nextQuery, PAGES, walk } from "./pages.ts";

const hosts = { operationId: "GetHosts", status: 200 };

const query = (members: Readonly<Record<string, string>>) => new URLSearchParams(members);

/** Onboards two hosts of this run, of which no scan comes to anything, and gives their ids. */
async function twoHosts(context: CheckContext, label: string) {
  const source = `kit ${label} ${context.run}`;
  const job = await create(
    context,
    ["a", "b"].map((one) => ({ ...madeUpHost(context, `${label}-${one}`), source })),
  );
  await untilEnded(context, job);
  return { ids: ofHosts(job, "hostId").map(String).sort(), source };
}

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

/** Scans the host that is lent, and gives its id. */
async function scanned(context: CheckContext): Promise<string> {
  const job = await untilEnded(
    context,
    await create(context, [given(context.target.scannable, "scannable host")]),
  );
  return String(ofHosts(job, "hostId")[0]);
}

export const inventoryChecks: readonly Check[] = [
  ...inventoryListChecks,
  {
    name: "GetHosts leads from page to page, keeps the filters, and shows each host once",
    cells: [hosts],
    needs: ["credential"],
    promises: ["link-leads-on", "hosts-filtered"],
    async run(context) {
      const { ids, source } = await twoHosts(context, "inventory-pages");
      const { items, seen } = await walk(context, "GetHosts", query({ source, limit: "1" }));
      isThe(
        ids,
        items.map(({ id }) => id),
        seen,
        "body (the hosts of all pages)",
      );
      isThe(undefined, nextQuery(seen), seen, "header Link (of the last page)");
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
        return items.map(({ id }) => id);
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
    name: "the entries of a host keep their ids, and are those that its sections count",
    cells: sections.map((operationId) => ({ operationId, status: 200 })),
    needs: ["scannable host"],
    promises: ["entry-id-stays", "host-as-listed"],
    async run(context) {
      const hostId = await scanned(context);
      const path = { hostId };
      const read = async () =>
        Promise.all(
          sections.map((id) => walk(context, id, query({ limit: "200" }), path).then(({ items }) => items)),
        );
      const before = await read();
      await scanned(context);
      const after = await read();
      for (const [number, operationId] of sections.entries()) {
        const cell = { operationId, status: 200 };
        const named = (all: readonly Node[] | undefined) =>
          (all ?? []).map(({ id, name }) => [name, id].join(" ")).sort();
        isThe(named(before[number]), named(after[number]), { cell }, "body (names and ids)");
        const foreign = (after[number] ?? []).filter((entry) => entry["hostId"] !== hostId);
        isThe([], foreign, { cell }, "body (entries of other hosts)");
      }
      const seen = await context.expect("GetHost", 200, { path });
      for (const { section, entries } of nodesIn(memberOf(seen.json, "hostScanSection"))) {
        const found = after[Number(section)]?.length ?? 0;
        if (found < 200 * PAGES) isThe(entries, found, seen, `body /hostScanSection (entries of ${section})`);
      }
    },
  },
  {
    name: "GetUsers finds the accounts of a host over all hosts, with what runs as them",
    cells: [{ operationId: "GetUsers", status: 200 }],
    needs: ["scannable host"],
    promises: ["account-found"],
    async run(context) {
      const hostId = await scanned(context);
      const path = { hostId };
      const entriesOf = async (id: OperationId) =>
        (await walk(context, id, query({ limit: "200" }), path)).items;
      const [users, services, tasks] = [
        await entriesOf("GetHostUsers"),
        await entriesOf("GetHostServices"),
        await entriesOf("GetHostScheduledTasks"),
      ];
      const called = [...users.map(({ name }) => name), ...tasks.map(({ userName }) => userName)];
      const names = new Set(called.flatMap((name) => (typeof name === "string" ? [name] : [])));
      for (const name of [...names].slice(0, 10)) {
        const bare = name.split("\\").at(-1) ?? name;
        const { items, seen } = await walk(
          context,
          "GetUsers",
          query({ name: bare.toUpperCase(), limit: "200" }),
        );
        const account = items.find(
          (one) => one["hostId"] === hostId && one["userName"] === name.toLowerCase(),
        );
        rule(account !== undefined, seen.cell, "body", `does not have ${name}, which is on ${hostId}`);
        const user = users.find((one) => String(one["name"]).toLowerCase() === name.toLowerCase());
        isThe(user ?? null, account["hostScanUser"], seen, "body (hostScanUser)");
        for (const [all, member] of [
          [services, "serviceCount"],
          [tasks, "scheduledTaskCount"],
        ] as const) {
          const run = all.filter(({ userName }) => String(userName).toLowerCase() === name.toLowerCase());
          isThe(run.length, account[member], seen, `body (${member})`);
        }
      }
      const nobody = await walk(context, "GetUsers", query({ name: `nobody-${context.run}` }));
      isThe([], nobody.items, nobody.seen, "body (of an account that is nowhere)");
    },
  },
  {
    name: "GetChanges lists the newest first, and those that fit its filters",
    cells: [{ operationId: "GetChanges", status: 200 }],
    needs: ["scannable host"],
    promises: ["changes-newest-first"],
    async run(context) {
      await scanned(context);
      const hostId = await scanned(context);
      await scanned(context);
      const { items, seen } = await walk(
        context,
        "GetChanges",
        query({ hostId: hostId.toUpperCase(), limit: "1" }),
      );
      const times = items.map((change) => Date.parse(String(change["changedTimeUtc"])));
      isThe(
        times.toSorted((a, b) => b - a),
        times,
        seen,
        "body (the times of the changes)",
      );
      isThe(
        [],
        items.filter((change) => change["hostId"] !== hostId),
        seen,
        "body (changes of other hosts)",
      );
      const all = await context.expect("GetChanges", 200, { query: `hostId=${hostId}&limit=200` });
      for (const [member, values] of Object.entries({ section: 5, kind: 3 })) {
        for (let value = 0; value < values; value += 1) {
          const filter = `hostId=${hostId}&limit=200&${member}=${value}`;
          const some = await context.expect("GetChanges", 200, { query: filter });
          const others = nodesIn(some.json).filter((change) => change[member] !== value);
          isThe([], others, some, `body (with another ${member})`);
          const expected = nodesIn(all.json).filter((change) => change[member] === value);
          const kept = nodesIn(some.json).slice(0, expected.length);
          isThe(expected, kept, some, `body (with the ${member} ${value})`);
        }
      }
      const nowhere = await walk(context, "GetChanges", query({ hostId: crypto.randomUUID() }));
      isThe([], nowhere.items, nowhere.seen, "body (of a host that is not known)");
      const later = new Date(Date.now() + 86_400_000).toISOString();
      const none = await walk(context, "GetChanges", query({ since: later }));
      isThe([], none.items, none.seen, "body (since tomorrow)");
    },
  },
];
