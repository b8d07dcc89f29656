import { addresses } from "@hostscan/server/testing";
import { expect, test } from "vitest";
import { served } from "./fixture-server.ts";

const context = { caller: { subject: "app-1", name: "importer", role: "App" }, requestId: "1" } as const;
/** A host that can be scanned. */
const lent = {
  ipAddress: addresses.scannable,
  credentialName: "linux-scan",
  acceptThumbprintOnFirstDiscovery: true,
};
const lines = ({ out }: { readonly out: string }) => out.trimEnd().split("\n");
const cells = (line: string | undefined) => (line ?? "").split(/ {2,}/);

/** A server that has scanned hosts of these names, so often. */
async function withHosts(names: readonly string[], times = 1) {
  const fixture = await served();
  const { inventory } = fixture.jobs;
  for (let time = 0; time < times; time += 1) {
    const job = await inventory.createJob(
      names.map((dnsHostName) => ({ ...lent, dnsHostName })),
      context,
    );
    if (!job.ok) throw new Error(JSON.stringify(job.rejection));
    // Each read is a step of its scans.
    for (let step = 0; step < 3; step += 1) await inventory.getJob(job.value.id, context);
  }
  const found = await inventory.listHosts({ limit: 100 }, context);
  const ids = found.ok ? found.value.items.map(({ id }) => id) : [];
  return { ...fixture, ids };
}

test("hosts is a table of the hosts that fit, and JSON (fixture)", async () => {
  const { run, ids } = await withHosts(["web.example", "db.example"]);
  const all = await run("hosts");
  expect(cells(lines(all)[0])).toEqual(["HOST", "STATUS", "SYSTEM", "LAST SCANNED", "ID"]);
  expect(lines(all)).toHaveLength(3);
  const [, web] = lines(await run("hosts", "--name", "web*", "--status", "complete"));
  expect(cells(web).slice(0, 2)).toEqual(["web.example", "Complete"]);
  expect(ids).toContain(cells(web).at(-1));
  expect(JSON.parse((await run("hosts", "-L", "1", "--json")).out)).toMatchObject([{ id: ids[0] }]);
  expect(await run("hosts", "--scanned-since", "2999-01-01")).toEqual({
    code: 0,
    out: "",
    err: "There are no such hosts.\n",
  });
  expect(await run("hosts", "--status", "done")).toMatchObject({
    code: 64,
    err: expect.stringContaining('"done" is no status: one of Queued, Running'),
  });
});

test("host tells what is known of one, by its name or id (fixture)", async () => {
  const { run, ids } = await withHosts(["web.example", "web2.example"]);
  const { code, out } = await run("host", "web.example");
  expect(code).toBe(0);
  expect(out).toContain("DNS name");
  expect(out.split("\n").map(cells)).toContainEqual(["Users", "Collected", "2", "-"]);
  expect(JSON.parse((await run("host", ids[0] ?? "", "--json")).out)).toMatchObject({ id: ids[0] });
  expect(await run("host", "web*")).toMatchObject({
    code: 64,
    err: expect.stringContaining('several hosts are called "web*"'),
  });
  expect(await run("host", "gone.example")).toMatchObject({
    code: 66,
    err: expect.stringContaining('no host is called "gone.example"'),
  });
});

test.each([
  ["users", ["root", "0", "-", "false", "-"]],
  ["groups", ["root", "0", "root"]],
  ["services", ["cron", "root", "-", "-"]],
  ["tasks", ["nightly", "backup", "true", "-"]],
  ["software", ["openssh-server", "1", "-", "-"]],
])("host tells the %s of one (fixture)", async (section, row) => {
  const { run } = await withHosts(["web.example"]);
  const all = lines(await run("host", "web.example", section)).map(cells);
  expect(all[0]?.[0]).toBe("NAME");
  expect(all).toContainEqual(row);
});

test("users find tells where an account is, and what runs as it (fixture)", async () => {
  const { run } = await withHosts(["web.example"]);
  expect(lines(await run("users", "find", "backup")).map(cells)).toEqual([
    ["HOST", "USER", "SERVICES", "TASKS"],
    ["web.example", "backup", "-", "nightly"],
  ]);
  expect(await run("users", "find", "S-1-5-21-1")).toEqual({
    code: 0,
    out: "",
    err: 'No host has an account "S-1-5-21-1", or runs anything as it.\n',
  });
});

test("changes tells what was altered, and from what (fixture)", async () => {
  const { run } = await withHosts(["web.example"], 2);
  const [head, change] = lines(await run("changes", "--since", "1d", "--section", "software")).map(cells);
  expect(head).toEqual(["WHEN", "HOST", "SECTION", "KIND", "NAME", "WHAT"]);
  expect(change?.slice(1)).toEqual([
    ...["web.example", "Features", "Altered", "openssh-server"],
    'version "1" → "2"',
  ]);
  expect(lines(await run("changes", "--host", "web.example", "--all", "--jq", "length"))).toEqual(["1"]);
  expect((await run("changes", "--section", "users")).err).toBe("Nothing is known to have changed.\n");
});

test("lists are printed as the CSV that the server writes, with one row of names (fixture)", async () => {
  const { run, ids } = await withHosts(["web.example"], 2);
  const [names, ...rows] = (await run("hosts", "--csv")).out.split("\r\n");
  expect(names).toMatch(/^id,hostId,name,/);
  expect(rows.map((row) => row.split(",")[0])).toEqual([...ids, ""]);
  for (const argv of [
    ["host", "web.example", "users"],
    ["users", "find", "backup"],
    ["changes", "--host", "web.example"],
  ]) {
    const { code, out } = await run(...argv, "--csv", "--all");
    expect([code, out.split("\r\n").length > 2, out.split("\r\n")[0]?.includes("hostId")]).toEqual([
      0,
      true,
      true,
    ]);
  }
  expect(await run("hosts", "--csv", "--json")).toMatchObject({ code: 64 });
});

test("pages of CSV have the names once, and end with the limit (fixture)", async () => {
  const { run, jobs } = await served();
  const asked: unknown[] = [];
  jobs.listHosts = async ({ limit, after = "0" }) => {
    asked.push([limit, after]);
    // Shorter than asked for, as pages of long entries are; and with a line end in each.
    const length = Math.min(limit, 120);
    const items = Array.from({ length }, (_, i) => ({
      ...{ id: ids(Number(after) + i), hostId: ids(0), hostScanTrust: [], hostScanSection: [] },
      name: 'a\r\n"b"',
    }));
    return { ok: true, value: { items, next: `${Number(after) + length}` } };
  };
  const { out } = await run("hosts", "--csv", "--limit", "250");
  const [, ...rows] = out.replaceAll("a\r\n", "").trimEnd().split("\r\n");
  expect(rows.map((row) => row.split(",")[0])).toEqual(Array.from({ length: 250 }, (_, i) => ids(i)));
  expect(asked).toEqual([
    [200, "0"],
    [130, "120"],
    [10, "240"],
  ]);
  const list = jobs.listHosts;
  jobs.listHosts = async (page, context) => {
    const found = await list.call(jobs, page, context);
    return found.ok ? { ok: true, value: { ...found.value, next: "7" } } : found;
  };
  expect(await run("hosts", "--csv", "--all")).toMatchObject({
    code: 1,
    err: expect.stringContaining("that was there before"),
  });
  jobs.listHosts = async () => ({
    ok: false,
    rejection: { kind: "invalid", detail: "No.", errors: [{ path: "name", message: "is odd" }] },
  });
  expect(await run("hosts", "--csv")).toMatchObject({ code: 64, err: expect.stringContaining("is odd") });
});

const ids = (number: number) => `00000000-0000-0000-0000-${`${number}`.padStart(12, "0")}`;

test("what a host says of itself does nothing to a terminal (fixture)", async () => {
  const { run, jobs } = await served();
  const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
  const name = "\u001b[2Jevil\nline";
  const evil = { id, hostId: id, name, hostScanTrust: [], hostScanSection: [] };
  jobs.listHosts = async () => ({ ok: true, value: { items: [evil] } });
  const { out } = await run("hosts");
  expect(out).not.toContain("\u001b");
  expect(lines({ out })).toHaveLength(2);
});
