import { ActionStatus } from "@hostscan/client";
import { expect, test } from "vitest";
import { served } from "./fixture-server.ts";
import { openStreams } from "./terminal.ts";

const lines = ({ out }: { readonly out: string }) => out.trimEnd().split("\n");

async function withJobs() {
  const { run, jobs, env } = await served();
  await run("scan", "a");
  await run("scan", "b1", "b2", "b3", "b4");
  await run("scan", "c");
  jobs.fail("a");
  jobs.complete("c");
  return { run, jobs, env, newestFirst: jobs.jobs.map(({ id }) => id).reverse() };
}

test("list is a table of the newest jobs with their hosts (fixture)", async () => {
  const { run, newestFirst } = await withJobs();
  const [c, b, a] = newestFirst;
  expect(lines(await run("list"))).toEqual([
    `JOB                                   STATUS    PROGRESS   HOSTS`,
    `${c}  Complete  1 scanned  c`,
    `${b}  Queued    4 hosts    b1, b2, b3 and 1 more`,
    `${a}  Failed    1 failed   a`,
  ]);
  expect(lines(await run("list", "-L", "1", "-o", "wide"))[1]).toBe(`${c}  Complete  1 scanned  c`);
  expect((await run("ls", "-o", "wide")).out).toContain("b1, b2, b3, b4\n");
});

test("list tells jobs of some statuses only, over several pages (fixture)", async () => {
  const { run, newestFirst } = await withJobs();
  const ids = async (...argv: string[]) => lines(await run("list", ...argv, "--jq", ".[].id"));
  expect(await ids("--status", "Failed,queued")).toEqual(newestFirst.slice(1));
  expect(await ids("--status", "failed", "--status", "complete", "--limit", "1")).toEqual(
    newestFirst.slice(0, 1),
  );
  expect(await run("list", "--status", "cancelled")).toEqual({
    code: 0,
    out: "",
    err: "There are no such jobs.\n",
  });
});

test("jobs are listed by their host, time and creator, which the server knows (fixture)", async () => {
  const { run, jobs } = await served();
  const { inventory } = jobs;
  const asked: unknown[] = [];
  jobs.listJobs = (page, context) => {
    asked.push(page);
    return inventory.listJobs(page, context);
  };
  const context = { caller: { subject: "app-1", name: "importer", role: "App" }, requestId: "1" };
  const host = { dnsHostName: "web.example", credentialName: "linux-scan" };
  const job = await inventory.createJob([host], context);
  const hostId = job.ok ? job.value.hostScanHostStatus?.[0]?.hostId : undefined;
  const ids = async (...argv: string[]) => JSON.parse((await run("jobs", ...argv, "--jq", "map(.id)")).out);
  const id = job.ok ? job.value.id : "";
  expect(await ids("--host", "web.example", "--since", "1h", "--creator", "app:none")).toEqual([]);
  expect(await ids("--host", "web.example", "--status", "failed")).toEqual([id]);
  expect(asked).toMatchObject([
    { hostId, createdBy: "app:none" },
    { hostId, status: ActionStatus.Failed },
  ]);
  expect(await run("jobs", "--since", "2999-01-01")).toMatchObject({
    code: 0,
    err: "There are no such jobs.\n",
  });
  expect(await run("jobs", "--creator", "importer")).toMatchObject({
    code: 64,
    err: expect.stringContaining("createdBy"),
  });
});

test("list in JSON is one array, also of no job at all (fixture)", async () => {
  const { run, jobs } = await served();
  expect((await run("list", "--json")).out).toBe("[]\n");
  jobs.fill(450);
  const { out } = await run("list", "--all", "-o", "json");
  expect(JSON.parse(out)).toEqual(jobs.jobs.toReversed());
  expect(lines(await run("list", "--all"))).toHaveLength(451);
  jobs.fill(100);
  expect(lines(await run("list", "--all"))).toHaveLength(551);
});

test("in a terminal ids are as short as tells them apart, and no line is wider than it (fixture)", async () => {
  const { env, jobs, run } = await withJobs();
  const [first, second] = jobs.jobs;
  if (first) first.id = "12345678-aaaa-4000-8000-000000000001";
  if (second) second.id = "12345678-bbbb-4000-8000-000000000002";
  jobs.complete("b1", { status: ActionStatus.Running });
  const terminal = openStreams(["list"], { env, columns: 50 });
  expect(await terminal.ended).toBe(0);
  const screen = await terminal.screen();
  expect(screen.map((line) => line.split(" ")[0])).toEqual([
    "JOB",
    jobs.jobs[2]?.id.slice(0, 10),
    "12345678-b",
    "12345678-a",
  ]);
  expect(screen[2]).toBe("12345678-b  Running   1 running, 3 waiting  b1, b…");
  const [, shown] = lines(await run("status", "12345678-b"));
  expect(shown).toBe("1 running, 3 waiting");
});
