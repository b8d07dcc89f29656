import { once } from "node:events";
import { expect, test } from "vitest";
import { served } from "./fixture-server.ts";
import { startHostscan } from "./hostscan.ts";

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
