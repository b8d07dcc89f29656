import { HostScanChangeKind } from "@hostscan/contract";
import { type Check, type OperationId, rule } from "../check.ts";
import { memberOf, type Node, nodesIn } from "../document/place.ts";
import { sections } from "./inventory-lists.ts";
import { query, scanned } from "./inventory-walk.ts";
import { isThe } from "./job-rules.ts";
import { PAGES, walk } from "./pages.ts";

/** The most that a page may hold, and what it holds where nothing is asked for. */
const [MOST, DEFAULT] = [200, 50];

/** Names of what runs as an account, of which no more are told. */
const NAMES = 100;

/** So many accounts of a host are looked for. */
const ACCOUNTS = 10;

const lower = (value: unknown) => String(value).toLowerCase();

export const inventoryEntryChecks: readonly Check[] = [
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
          sections.map((id) =>
            walk(context, id, query({ limit: `${MOST}` }), path).then(({ items }) => items),
          ),
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
        if (found < MOST * PAGES)
          isThe(entries, found, seen, `body /hostScanSection (entries of ${section})`);
      }
    },
  },
  ...sections.map(
    (operationId): Check => ({
      name: `${operationId} shows each entry once, whatever the size of its pages`,
      cells: [{ operationId, status: 200 }],
      needs: ["scannable host"],
      promises: ["link-leads-on", "link-absent-at-end", "limit-bounds", "limit-default"],
      async run(context) {
        const path = { hostId: await scanned(context) };
        const idsOf = (all: readonly Node[]) => all.map(({ id }) => id);
        const whole = await walk(context, operationId, query({ limit: `${MOST}` }), path);
        const count = whole.items.length;
        isThe(count, new Set(idsOf(whole.items)).size, whole.seen, "body (entries that are shown once)");
        const first = await context.expect(operationId, 200, { path });
        isThe(Math.min(DEFAULT, count), nodesIn(first.json).length, first, "body (without a limit)");
        if (count < 2) return;
        const limit = Math.min(MOST - 1, Math.ceil(count / 2));
        const parts = await walk(context, operationId, query({ limit: `${limit}` }), path);
        isThe(idsOf(whole.items), idsOf(parts.items), parts.seen, "body (the entries of all pages)");
        const one = await context.expect(operationId, 200, { path, query: "limit=1" });
        isThe(idsOf(whole.items.slice(0, 1)), idsOf(nodesIn(one.json)), one, "body (of one entry)");
      },
    }),
  ),
  {
    name: "GetUsers finds the accounts of a host over all hosts, with what runs as them",
    cells: [{ operationId: "GetUsers", status: 200 }],
    needs: ["scannable host"],
    promises: ["account-found"],
    async run(context) {
      const hostId = await scanned(context);
      const path = { hostId };
      const entriesOf = async (id: OperationId) =>
        (await walk(context, id, query({ limit: `${MOST}` }), path)).items;
      const [users, services, tasks] = [
        await entriesOf("GetHostUsers"),
        await entriesOf("GetHostServices"),
        await entriesOf("GetHostScheduledTasks"),
      ];
      const accounts = (members: Readonly<Record<string, string>>) =>
        walk(context, "GetUsers", query({ ...members, limit: `${MOST}` }));
      const called = [
        ...tasks.map(({ userName }) => userName),
        ...services.map(({ userName }) => userName),
        ...users.map(({ name }) => name),
      ];
      const names = new Set(called.flatMap((name) => (typeof name === "string" ? [name] : [])));
      for (const name of [...names].slice(0, ACCOUNTS)) {
        const bare = lower(name.split("\\").at(-1));
        const { items, seen } = await accounts({ name: bare.toUpperCase() });
        const here = items.filter((one) => one["hostId"] === hostId);
        const account = here.find((one) => [lower(name), bare].includes(`${one["userName"]}`));
        rule(account !== undefined, seen.cell, "body", `does not have ${name}, which is on ${hostId}`);
        isThe(
          [],
          items.filter((one) => !isCalled(one, bare)),
          seen,
          "body (other accounts)",
        );
        const user = users.find((one) => lower(one["name"]) === account["userName"]);
        isThe(user ?? null, account["hostScanUser"], seen, "body (hostScanUser)");
        for (const [all, member, count] of [
          [services, "services", "serviceCount"],
          [tasks, "scheduledTasks", "scheduledTaskCount"],
        ] as const) {
          const run = all.filter((entry) => runsAs(entry, account));
          isThe(run.length, account[count], seen, `body (${count})`);
          const told = account[member];
          rule(Array.isArray(told), seen.cell, `body (${member})`, "is no list");
          const known = told.filter((name) => run.some((entry) => entry["name"] === name));
          isThe(Math.min(run.length, NAMES), known.length, seen, `body (names in ${member})`);
        }
        const unixId = user?.["unixId"];
        if (typeof unixId !== "number") continue;
        for (const asked of [unixId, unixId + 1]) {
          const identified = await accounts({ name: bare, unixId: `${asked}` });
          const ids = identified.items.map((one) => memberOf(one["hostScanUser"], "unixId"));
          const others = ids.filter((id) => id !== asked);
          isThe([], others, identified.seen, `body (user ids that are not ${asked})`);
          const found = asked !== unixId || identified.items.some((one) => one["hostId"] === hostId);
          rule(found, identified.seen.cell, "body", `does not have ${name} by its id ${unixId}`);
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
    promises: ["changes-newest-first", "change-is-told"],
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
      for (const { kind, from, to } of items) {
        isThe(kind === HostScanChangeKind.Added, isNothing(from), seen, "body (from is null of the added)");
        isThe(kind === HostScanChangeKind.Removed, isNothing(to), seen, "body (to is null of the removed)");
      }
      const all = await context.expect("GetChanges", 200, { query: `hostId=${hostId}&limit=${MOST}` });
      const known = new Set(nodesIn(all.json).map(({ id }) => id));
      for (const [member, values] of Object.entries({ section: 5, kind: 3 })) {
        for (let value = 0; value < values; value += 1) {
          const filter = `hostId=${hostId}&limit=${MOST}&${member}=${value}`;
          const some = await context.expect("GetChanges", 200, { query: filter });
          const others = nodesIn(some.json).filter((change) => change[member] !== value);
          isThe([], others, some, `body (with another ${member})`);
          const expected = nodesIn(all.json).filter((change) => change[member] === value);
          // Another scan may have found more meanwhile, and of many changes some are on the next page.
          const kept = nodesIn(some.json).filter(({ id }) => known.has(id));
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

const isNothing = (value: unknown) => value === null || value === undefined;

/** Whether an account has the name, whatever its domain. */
function isCalled(account: Node, name: string): boolean {
  const userName = String(account["userName"]);
  return userName === name || userName.endsWith(`\\${name}`) || userName.startsWith(`${name}@`);
}

/** Whether an entry runs as the account; `.` and the host's own name are no domain. */
function runsAs(entry: Node, account: Node): boolean {
  const userName = lower(entry["userName"]);
  const [domain, ...rest] = userName.split("\\");
  const isOwn = domain === "." || domain === lower(account["name"]);
  return (isOwn && rest.length > 0 ? rest.join("\\") : userName) === account["userName"];
}
