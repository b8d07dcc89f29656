import { once } from "node:events";
import { expect, test } from "vitest";
import { scheduled, served } from "./fixture-server.ts";
import { hostscan, startHostscan } from "./hostscan.ts";

/** What ends a command that leaves a job running. */
const leftRunning = (message: string, id: string) =>
  `hostscan: ${message}\n  the job goes on:\n  hostscan watch ${id}\n`;

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
  expect({ code, out }).toEqual({ code: 0, out: `Job ${jobs.jobs[0]?.id}  Queued  3 hosts\n` });
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
  await expect.poll(() => jobs.jobs.length).toBe(1);
  for (const [index, end] of ends.entries()) jobs[end](`web-${index}`);
  const result = await scan.ended;
  expect(result).toMatchObject({ code, err: "" });
  expect(JSON.parse(result.out)).toMatchObject({ outcome, jobs: [{ id: jobs.jobs[0]?.id }] });
});

test("piped, stdout has what came of it, failures first, and stderr the progress (fixture)", async () => {
  const { env, jobs } = await served();
  const scan = startHostscan(["scan", "web-1", "web-2", "--wait"], { env: { ...env, FORCE_COLOR: "1" } });
  await expect.poll(() => jobs.jobs.length).toBe(1);
  jobs.complete("web-1");
  jobs.fail("web-2");
  const [id] = jobs.jobs.map((job) => job.id);
  expect(await scan.ended).toEqual({
    code: 2,
    out: [
      `Job ${id}  CompletedWithErrors`,
      "1 scanned, 1 failed",
      "HOST   STATUS    RESULT",
      "web-2  Failed    FailedToConnect: Refused.",
      "web-1  Complete  Debian GNU/Linux 12",
      "",
    ].join("\n"),
    err: [
      `Job ${id}  Queued  2 hosts`,
      "web-2  Failed  FailedToConnect: Refused.",
      "2/2  1 scanned, 1 failed",
      "To scan again what failed:",
      `  hostscan retry ${id}`,
      "",
    ].join("\n"),
  });
});

test.each(["SIGINT", "SIGTERM"])("piped, %s leaves the job running and says so (fixture)", async (signal) => {
  const { env, jobs, id } = await scheduled("web-1");
  const watch = startHostscan(["watch", id], { env });
  await expect.poll(() => jobs.reads).toBeGreaterThan(1);
  watch.signals.emit(signal);
  expect(await watch.ended).toMatchObject({ code: 130, err: leftRunning("interrupted", id) });
  expect(jobs.jobs[0]?.status).toBe(0);
});

test("a time limit ends the waiting, and not the job (fixture)", async () => {
  const { run, jobs, id } = await scheduled("web-1");
  expect(await run("watch", id, "--timeout", "0.3")).toMatchObject({
    code: 75,
    err: leftRunning("not finished after 0.3 s", id),
  });
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
    out: `Job ${id}  Queued\n1 host\nHOST   STATUS  RESULT\nweb-1  Queued  -\n`,
  });
  jobs.complete("web-1");
  const { code, out } = await run("status", id, "--json");
  expect([code, JSON.parse(out)]).toEqual([0, jobs.jobs[0]]);
});

test("cancel cancels, and status tells of it (fixture)", async () => {
  const { run, id } = await scheduled("web-1");
  expect(await run("cancel", id)).toMatchObject({ code: 0, out: `Job ${id}  Cancelled  1 cancelled\n` });
  expect(await run("status", id)).toMatchObject({ code: 4 });
});

test("cancelling a job that has ended is no failure, and says so (fixture)", async () => {
  const { run, jobs, id } = await scheduled("web-1");
  jobs.complete("web-1");
  expect(await run("cancel", id)).toEqual({
    code: 0,
    out: `Job ${id} had ended already: Complete\n`,
    err: "",
  });
  expect(JSON.parse((await run("cancel", id, "--json")).out)).toMatchObject({ id, status: 2 });
});

test("several jobs are cancelled, or none where one is not there (fixture)", async () => {
  const { run, jobs } = await served();
  for (const name of ["a", "b"]) await run("scan", name);
  const [a = "", b = ""] = jobs.jobs.map(({ id }) => id);
  expect(await run("cancel", a, "ffff")).toMatchObject({ code: 66 });
  expect(jobs.jobs[0]?.status).toBe(0);
  expect(await run("cancel", a.slice(0, 13), b)).toMatchObject({ code: 0 });
  expect(jobs.jobs.map(({ status }) => status)).toEqual([4, 4]);
});

test("a job is named by the beginning of its id, or as the latest (fixture)", async () => {
  const { run, jobs } = await served();
  expect(await run("status", "latest")).toMatchObject({ code: 66, err: "hostscan: there is no job yet\n" });
  jobs.fill(2);
  const [first, last] = jobs.jobs;
  if (first) first.id = "abcd1111-0000-4000-8000-000000000001";
  if (last) last.id = "abcd2222-0000-4000-8000-000000000002";
  const shown = async (name: string) => JSON.parse((await run("status", name, "--json")).out).id;
  expect(await shown("latest")).toBe(last?.id);
  expect(await shown("ABCD1")).toBe(first?.id);
  expect(await run("status", "abcd")).toEqual({
    code: 64,
    out: "",
    err: `hostscan: several jobs begin with abcd\n  ${last?.id}\n  ${first?.id}\n`,
  });
  expect(await run("status", "ffff")).toMatchObject({ code: 66 });
  expect(await run("status", "abc")).toMatchObject({ code: 64 });
});

test("of many jobs that are waited for some are named when they are scheduled (fixture)", async () => {
  const { run, jobs } = await served();
  const ids = Array.from({ length: 12 }, (_, index) => `00000000-0000-4000-8000-${1e11 + index}`);
  const { code, err } = await run("scan", "--host-id", ...ids, "--wait", "--timeout", "0.3");
  expect(code).toBe(75);
  const lines = err.split("\n");
  expect(lines.filter((line) => /^Job .* Queued {2}1 host$/.test(line))).toHaveLength(10);
  expect(lines).toContain("and 2 more jobs");
  expect(jobs.jobs).toHaveLength(12);
});

test("several jobs are waited for, and reported together (fixture)", async () => {
  const { env, jobs, id, run } = await scheduled("a", "b");
  jobs.fail("a");
  jobs.fail("b");
  const retry = startHostscan(["retry", id, "--wait"], { env });
  await expect.poll(() => jobs.jobs.length).toBe(3);
  for (const { id: job } of jobs.jobs.slice(1)) await run("cancel", job);
  const { code, out } = await retry.ended;
  expect(code).toBe(4);
  expect(out.split("\n").slice(0, 3)).toEqual([
    "2 jobs",
    "2 cancelled",
    expect.stringMatching(/^HOST +STATUS +RESULT {2}JOB$/),
  ]);
});

test("a jq filter is applied to what is printed as JSON, in each command (fixture)", async () => {
  const { run, jobs, id } = await scheduled("web-1");
  jobs.complete("web-1", { os: "\u009b31m" });
  expect((await run("status", id, "--jq", ".hostScanHostStatus[] | .os, .dnsHostName")).out).toBe(
    "\\u009b31m\nweb-1\n",
  );
  expect((await run("list", "-q", "map(.status)")).out).toBe("[2]\n");
  expect((await run("watch", id, "-q", ".status, empty # done")).out).toBe("2\n");
  expect((await run("scan", "web-1", "-q", ".outcome")).out).toBe("Scheduled\n");
  expect((await run("status", id, "-q", "empty")).out).toBe("");
  expect(await run("status", id, "-q", ".id | .[0]")).toMatchObject({
    code: 64,
    err: "hostscan: jq: error: Cannot index string with number\n",
  });
});

test("global flags stand before and after the command (fixture)", async () => {
  const { url } = await served();
  const env = { HOSTSCAN_TOKEN: "good" };
  for (const argv of [
    ["-s", url, "list"],
    ["list", "--server", url],
    [`--server=${url}`, "--no-idempotency-keys", "ls"],
  ]) {
    expect(await hostscan(argv, { env })).toMatchObject({ code: 0 });
  }
});
