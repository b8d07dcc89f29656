import { expect, test } from "vitest";
import { scheduled } from "./fixture-server.ts";

test("retry scans those hosts again that failed, each by its id (fixture)", async () => {
  const { run, jobs, id } = await scheduled("a", "b", "c", "d");
  expect(await run("retry", id)).toEqual({
    code: 0,
    out: `No host of job ${id} has failed: there is nothing to scan again.\n`,
    err: `Job ${id} is not finished: more of its hosts may fail.\n`,
  });
  jobs.fail("b");
  jobs.fail("d");
  jobs.complete("c");
  await run("cancel", id);
  const hostIds = jobs.jobs[0]?.hostScanHostStatus?.map(({ hostId }) => hostId);
  const retried = async (...flags: string[]) => {
    const { out } = await run("retry", id, "--json", ...flags);
    const { jobs: again }: { jobs: typeof jobs.jobs } = JSON.parse(out);
    return again.map(({ hostScanHostStatus }) => hostIds?.indexOf(hostScanHostStatus?.[0]?.hostId));
  };
  expect(await retried()).toEqual([1, 3]);
  expect(await retried("--cancelled")).toEqual([0, 1, 3]);
});

test("retry says that there is nothing to do, in JSON as well (fixture)", async () => {
  const { run, id } = await scheduled("a");
  expect(JSON.parse((await run("retry", id, "--json")).out)).toEqual({ outcome: "Success", jobs: [] });
});

test("retry scans nothing where it would lose a host, of which the server tells no id (fixture)", async () => {
  const { run, jobs, id } = await scheduled("a", "b");
  jobs.fail("a");
  jobs.fail("b");
  const [a, b] = jobs.jobs[0]?.hostScanHostStatus ?? [];
  if (a) a.hostId = null;
  const refusal = [
    "hostscan: the server tells no ids of hosts that failed, so that none is scanned again",
    "  without an id: a",
    "  scan these by name, as you did before",
    "",
  ];
  const others = `  and the others: hostscan scan --host-id ${b?.hostId}`;
  expect(await run("retry", id)).toEqual({
    code: 64,
    out: "",
    err: refusal.toSpliced(3, 0, others).join("\n"),
  });
  if (b) b.status = 2;
  expect(await run("retry", id)).toEqual({ code: 64, out: "", err: refusal.join("\n") });
  expect(jobs.jobs).toHaveLength(1);
});

test("retry names the ids of many hosts in no line of its own (fixture)", async () => {
  const names = Array.from({ length: 22 }, (_, index) => `host-${index}`);
  const { run, jobs, id } = await scheduled(...names);
  for (const name of names) jobs.fail(name);
  const [first] = jobs.jobs[0]?.hostScanHostStatus ?? [];
  if (first) first.hostId = null;
  const { err } = await run("retry", id);
  expect(err).toContain("  and the other 21 by the ids that hostscan status --json tells\n");
});

test("retry takes several jobs, and tells of one that is not finished (fixture)", async () => {
  const { run, jobs, id } = await scheduled("a", "b");
  await run("scan", "c");
  jobs.fail("a");
  jobs.fail("c");
  const [first, second] = jobs.jobs.map((job) => job.hostScanHostStatus?.[0]?.hostId);
  const { err, out } = await run("retry", id, "latest", "--json");
  expect(err).toBe(`Job ${id} is not finished: more of its hosts may fail.\n`);
  expect(JSON.parse(out).jobs).toMatchObject([
    { hostScanHostStatus: [{ hostId: first }] },
    { hostScanHostStatus: [{ hostId: second }] },
  ]);
});
