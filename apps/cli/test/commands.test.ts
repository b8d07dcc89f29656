import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXIT_CODES } from "../src/cli/exit-code.ts";
import { startFixtureServer } from "./fixture-server.ts";
import { hostscan, startHostscan, testFolder } from "./hostscan.ts";

async function served() {
  const { url, jobs } = await startFixtureServer();
  const env = { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: "good" };
  const run = (...argv: string[]) => hostscan(argv, { env });
  return { url, jobs, env, run };
}

/** A job that is there and not finished. */
async function scheduled(...hosts: string[]) {
  const { run, jobs, ...rest } = await served();
  await run("scan", ...hosts);
  return { ...rest, run, jobs, id: jobs.jobs[0]?.id ?? "" };
}

test("scan schedules hosts with what the flags say, and tells the job (fixture)", async () => {
  const { run, jobs } = await served();
  const { code, out } = await run(
    "scan",
    "web-1",
    "[::1]",
    "10.0.0.7",
    "--credential",
    "lab",
    "--accept-first",
  );
  expect({ code, out }).toEqual({ code: 0, out: `Job ${jobs.jobs[0]?.id}  Queued  0 of 3 hosts\n` });
  expect(jobs.jobs[0]?.hostScanHostStatus).toMatchObject([
    { dnsHostName: "web-1" },
    { ipAddress: "::1" },
    { ipAddress: "10.0.0.7" },
  ]);
});

test("known hosts and organizational units are scheduled by their own calls (fixture)", async () => {
  const { run, jobs } = await served();
  const ids = ["9c711ab3-8fc1-4d66-88d4-08f85117f32e", "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd"];
  const { out } = await run("scan", "--host-id", ...ids, "--json");
  expect(JSON.parse(out)).toEqual({ outcome: "Scheduled", jobs: jobs.jobs });
  expect(jobs.jobs).toHaveLength(2);
  const [credential = ""] = ids;
  expect(await run("scan", "--ou", "a.example", "b.example", "--credential-id", credential)).toMatchObject({
    code: 0,
  });
  expect(jobs.sizes).toEqual([1, 1, 2]);
});

test.each([
  ["all were scanned", ["complete", "complete"], 0, "Success"],
  ["some were", ["complete", "fail"], 2, "PartlyFailed"],
  ["none was", ["fail", "fail"], 3, "ScanFailed"],
] as const)("--wait tells by its exit code that %s (fixture)", async (_, ends, code, outcome) => {
  const { env, jobs } = await served();
  const scan = startHostscan(["scan", "web-0", "web-1", "--wait", "--json"], { env });
  await expect.poll(() => jobs.jobs.length, { timeout: 20_000 }).toBe(1);
  for (const [index, end] of ends.entries()) jobs[end](`web-${index}`);
  const result = await scan.ended;
  expect(result).toMatchObject({ code, err: "" });
  expect(JSON.parse(result.out)).toMatchObject({ outcome, jobs: [{ id: jobs.jobs[0]?.id }] });
});

test("piped, there is a line for each host that is finished, and no escape sequence (fixture)", async () => {
  const { env, jobs } = await served();
  const scan = startHostscan(["scan", "web-1", "web-2", "--wait"], { env: { ...env, FORCE_COLOR: "1" } });
  await expect.poll(() => jobs.jobs.length, { timeout: 20_000 }).toBe(1);
  jobs.complete("web-1");
  jobs.fail("web-2");
  const [id] = jobs.jobs.map((job) => job.id);
  const { code, out } = await scan.ended;
  expect(code).toBe(2);
  const lines = out.trimEnd().split("\n");
  expect(lines).toContain("web-1  Complete  Debian GNU/Linux 12");
  expect(lines).toContain("web-2  Failed  FailedToConnect: Refused.");
  expect([lines.at(0), lines.at(-1)]).toEqual([
    `Job ${id}  Queued  0 of 2 hosts`,
    `Job ${id}  CompletedWithErrors  2 of 2 hosts`,
  ]);
  expect(out).not.toContain("\u001b");
});

test.each(["SIGINT", "SIGTERM"])("piped, %s leaves the job running and says so (fixture)", async (signal) => {
  const { env, jobs, id } = await scheduled("web-1");
  const watch = startHostscan(["watch", id], { env });
  await once(watch.stdout, "data");
  watch.signals.emit(signal);
  expect(await watch.ended).toMatchObject({ code: 130, err: `hostscan: left running: ${id}\n` });
  expect(jobs.jobs[0]?.status).toBe(0);
});

test("a time limit ends the waiting, and not the job (fixture)", async () => {
  const { run, jobs, id } = await scheduled("web-1");
  expect(await run("watch", id, "--timeout", "0.3")).toMatchObject({ code: 75 });
  expect(jobs.jobs[0]?.status).toBe(0);
});

test("watch gives each change as a line of JSON (fixture)", async () => {
  const { env, jobs, id } = await scheduled("web-1");
  const watch = startHostscan(["watch", id, "--json"], { env });
  await once(watch.stdout, "data");
  jobs.complete("web-1");
  const { code, out } = await watch.ended;
  expect(code).toBe(0);
  const seen = out.trimEnd().split("\n");
  expect(seen.map((line) => JSON.parse(line).status)).toEqual([0, 2]);
});

test("status tells how a job stands, also by its exit code (fixture)", async () => {
  const { run, jobs, id } = await scheduled("web-1");
  expect(await run("status", id)).toMatchObject({
    code: 5,
    out: `Job ${id}  Queued  0 of 1 host\nHOST   STATUS  RESULT\nweb-1  Queued  -\n`,
  });
  jobs.complete("web-1");
  const { code, out } = await run("status", id, "--json");
  expect([code, JSON.parse(out)]).toEqual([0, jobs.jobs[0]]);
});

test("cancel cancels, and status tells of it (fixture)", async () => {
  const { run, id } = await scheduled("web-1");
  expect(await run("cancel", id)).toMatchObject({ code: 0, out: `Job ${id}  Cancelled  1 of 1 host\n` });
  expect(await run("status", id)).toMatchObject({ code: 4 });
});

test("list shows the newest jobs first, over several pages (fixture)", async () => {
  const { run, jobs } = await served();
  for (const name of ["a", "b", "c"]) await run("scan", name);
  const newestFirst = jobs.jobs.map(({ id }) => id).reverse();
  const shown = ({ out }: { out: string }) =>
    out
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[1]);
  expect(shown(await run("list"))).toEqual(newestFirst);
  expect(shown(await run("list", "--limit", "2"))).toEqual(newestFirst.slice(0, 2));
  const { out } = await run("list", "--all", "--json");
  expect(
    out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id),
  ).toEqual(newestFirst);
});

const NO_JOB = "00000000-0000-4000-8000-000000000000";

test.each([
  ["no host", ["scan"], 64, "name hosts, or else give one of --csv, --host-id and --ou"],
  ["two sources", ["scan", "web-1", "--csv", "x.csv"], 64, "name hosts, or else give one of"],
  [
    "what is no host",
    ["scan", "web 1", "10.0.0.300"],
    64,
    "neither a DNS name nor an address: web 1, 10.0.0.300",
  ],
  ["an --ou without its credential", ["scan", "--ou", "a"], 64, "--ou needs a --credential-id"],
  ["a bad port", ["scan", "a", "--port", "0"], 64, "It must be a whole number from 1 to 65535."],
  ["an unknown flag", ["scan", "--fly"], 64, "hostscan: unknown option '--fly'"],
  ["a file that is not there", ["scan", "--csv", "/none.csv"], 66, "no such file"],
  ["a folder", ["scan", "--csv", "/"], 64, "/ is no file"],
  ["a job that is not there", ["status", NO_JOB], 66, "404 Not found: There is no such job."],
  ["what is no id", ["status", "7"], 64, "hostScanJobId: "],
  ["what is no address", ["list", "--server", "ftp://x"], 64, "ftp://x is no address of a server"],
  [
    "an address with a password",
    ["list", "--server", "http://u:secret@x"],
    64,
    "a server's address holds no user",
  ],
])("%s is refused with its exit code and reason (fixture)", async (_, argv, code, reason) => {
  const { run, jobs } = await served();
  const result = await run(...argv);
  expect(result).toMatchObject({ code, out: "" });
  expect(result.err).toContain(reason);
  expect(result.err).not.toContain("secret");
  expect(jobs.jobs).toEqual([]);
});

test("a refused token, no token, and no server at all (fixture)", async () => {
  const { url } = await served();
  const refused = await hostscan(["list"], { env: { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: "bad-one" } });
  expect(refused.code).toBe(77);
  expect(refused.err).toContain("sign in with `hostscan login`");
  expect(refused.err).not.toContain("bad-one");
  expect(await hostscan(["list"], { env: { HOSTSCAN_URL: url } })).toMatchObject({ code: 77 });
  expect(await hostscan(["list"])).toMatchObject({ code: 64 });
});

test("a server out of reach, and how to repeat the scan then", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const address = closed.address();
  closed.close();
  await once(closed, "close");
  const port = typeof address === "object" ? address?.port : 0;
  const env = { HOSTSCAN_URL: `http://127.0.0.1:${port}`, HOSTSCAN_TOKEN: "good" };
  const { code, err } = await hostscan(["scan", "web-1", "--idempotency-key", "k-1"], { env });
  expect(code).toBe(69);
  expect(err).toContain("ECONNREFUSED");
  expect(err).toContain("repeat the command with --idempotency-key k-1");
});

test.each([
  [["--help"], "Exit codes:"],
  [["scan", "--help"], "--accept-first"],
  [["status", "--help"], "Examples:"],
  [["list", "--help"], "Examples:"],
  [["watch", "--help"], "Examples:"],
  [["cancel", "--help"], "Examples:"],
  [["validate", "--help"], "Examples:"],
  [["login", "--help"], "Examples:"],
  [["logout", "--help"], "Examples:"],
  [["completion", "--help"], "Examples:"],
])("%j tells of %s", async (argv, text) => {
  const { code, out } = await hostscan(argv);
  expect(code).toBe(0);
  expect(out).toContain(text);
});

test("the help tells every exit code", async () => {
  const { out } = await hostscan(["--help"]);
  for (const [code, meaning] of Object.values(EXIT_CODES))
    expect(out).toContain(`  ${String(code).padEnd(3)}  ${meaning}`);
});

test("a CSV file is refused with each bad row before anything is sent (fixture)", async () => {
  const { run, jobs } = await served();
  const path = join(await testFolder(), "hosts.csv");
  await writeFile(
    path,
    "DNS Host Name,IP Address\r\nweb-1,\r\nbad name,\r\n,10.0.0.300\r\n,\r\nWEB-1.,\r\n\r\na,b,c\r\n",
  );
  const { code, out, err } = await run("scan", "--csv", path);
  expect({ code, out }).toEqual({ code: 64, out: "" });
  expect(err.trimEnd().split("\n")).toEqual([
    `hostscan: ${path} has 4 bad rows; nothing was sent`,
    '  line 3: "bad name" is no DNS name',
    '  line 4: "10.0.0.300" is no IP address',
    "  line 6: names the same host as line 2",
    "  line 8: has 3 cells, and the header has 2",
  ]);
  expect(jobs.sizes).toEqual([]);
});

test("a large CSV file goes in batches of 10,000, each under its own key; repeated by the same keys (fixture)", async () => {
  const { run, jobs } = await served();
  const path = join(await testFolder(), "hosts.csv");
  const rows = Array.from({ length: 20_001 }, (_, index) => `host-${index}.example,Linux,,Linux,lab`);
  await writeFile(
    path,
    `\ufeffDNS Host Name,Operating System,IP Address,Platform,Credential\n${rows.join("\n")}\n`,
  );
  expect(await run("scan", "--csv", path, "--idempotency-key", "night-1")).toMatchObject({
    code: 0,
    err: "",
  });
  expect(jobs.sizes).toEqual([10_000, 10_000, 1]);
  expect(jobs.keys).toEqual(["night-1.1", "night-1.2", "night-1.3"]);
});

test("what the server finds wrong is told by its line, with how to go on after what was scheduled (fixture)", async () => {
  const { run, jobs } = await served();
  const path = join(await testFolder(), "hosts.csv");
  const rows = Array.from(
    { length: 10_001 },
    (_, index) => `host-${index},${index === 10_000 ? "unknown" : "lab"}`,
  );
  await writeFile(path, `dns host name,CREDENTIAL\n${rows.join("\n")}\n`);
  const { code, err } = await run("scan", "--csv", path, "--idempotency-key", "k");
  expect(code).toBe(64);
  expect(err.trimEnd().split("\n").slice(1)).toEqual([
    "  line 10002, credentialName: names no credential",
    `  scheduled before that: ${jobs.jobs[0]?.id}`,
    "  repeat the command with --idempotency-key k, and nothing is scheduled twice",
  ]);
});

test("validate tells by line what is wrong, here and at the server, and schedules nothing (fixture)", async () => {
  const { run, jobs } = await served();
  const path = join(await testFolder(), "hosts.csv");
  await writeFile(
    path,
    "DNS Host Name,Credential\nweb-1,lab\nweb-2,unknown\nweb 3,lab\nweb-1,lab\nweb-5,lab\n",
  );
  expect(await run("validate", "--csv", path)).toEqual({
    code: 64,
    out: [
      "line 3: Credential: names no credential",
      'line 4: "web 3" is no DNS name',
      "line 5: names the same host as line 2",
      "",
    ].join("\n"),
    err: "",
  });
  const { code, out } = await run("validate", "--csv", path, "--json");
  expect(code).toBe(64);
  expect(JSON.parse(out)).toMatchObject({
    rows: 5,
    errors: [{ line: 3, reason: "Credential: names no credential" }, { line: 4 }, { line: 5 }],
  });
  expect(jobs.jobs).toEqual([]);
});

test("validate finds a good file good, and one without rows not (fixture)", async () => {
  const { run } = await served();
  const path = join(await testFolder(), "hosts.csv");
  await writeFile(path, "IP Address\n10.0.0.7\n");
  expect(await run("validate", "--csv", path)).toEqual({ code: 0, out: "1 row is good\n", err: "" });
  await writeFile(path, "IP Address\n");
  expect(await run("validate", "--csv", path)).toMatchObject({ code: 64, out: "" });
  await writeFile(path, "IP Address\n10.0.0.300\n");
  expect(await run("validate", "--csv", path)).toMatchObject({ code: 64, err: "" });
});
