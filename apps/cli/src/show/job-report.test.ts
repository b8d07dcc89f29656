import { ActionStatus, type HostScanHost, type HostScanJob } from "@hostscan/client";
import { expect, test } from "vitest";
import { statusName } from "./host-cells.ts";
import { hostLines, jobLine, jobReport } from "./job-report.ts";

const paint = (text: string) => text;
const { Cancelled, Complete, Failed, Queued, Running } = ActionStatus;
const job = (...hostScanHostStatus: HostScanHost[]): HostScanJob => ({
  id: "j1",
  status: Running,
  hostScanHostStatus,
});
const firstWords = (lines: readonly string[]) => lines.map((line) => line.split(" ")[0]);

test("a job's line says how its hosts stand", () => {
  expect(jobLine(job({ status: Complete }, { status: Queued }), paint)).toBe(
    "Job j1  Running  1 scanned, 1 waiting",
  );
  expect(jobLine({ id: "j1", status: Queued }, paint)).toBe("Job j1  Queued  0 hosts");
});

test("a job without hosts has no table", async () => {
  expect(await jobReport([{ id: "j1", status: Queued }], { paint })).toHaveLength(2);
  expect(await jobReport([job({ dnsHostName: "web", status: Queued })], { paint })).toHaveLength(4);
});

test("running hosts come first, then the failed, the waiting and cancelled, and the scanned ones", () => {
  const hosts = [Complete, Queued, Failed, Running, Cancelled].map((status) => ({
    dnsHostName: statusName(status),
    status,
  }));
  const [, ...lines] = hostLines([job(...hosts), { id: "j2" }], paint, (text) => text.length);
  expect(firstWords(lines)).toEqual(["Running", "Failed", "Queued", "Cancelled", "Complete"]);
});

test("of 300 hosts the failed ones come first, and of the others as many as there is room for", async () => {
  const hosts = Array.from({ length: 300 }, (_, index) => ({
    dnsHostName: `host-${index}`,
    status: index % 60 === 59 ? Failed : Complete,
  }));
  const [title, counts, , ...lines] = await jobReport([{ ...job(...hosts), status: 5 }], { paint, room: 2 });
  expect([title, counts]).toEqual(["Job j1  CompletedWithErrors", "295 scanned, 5 failed"]);
  expect(firstWords(lines.slice(0, 5))).toEqual(["host-59", "host-119", "host-179", "host-239", "host-299"]);
  expect(lines.slice(5).map((line) => line.trimEnd())).toEqual([
    "host-0    Complete  -",
    "host-1    Complete  -",
    "and 293 more that were scanned",
  ]);
  expect(await jobReport([job(...hosts)], { paint })).toHaveLength(303);
});

test("of several jobs each host tells its own, and a wide table more of each host", async () => {
  const jobs = [
    job({ dnsHostName: "a", status: Failed }),
    { ...job({ dnsHostName: "b", status: Complete }), id: "j2" },
  ];
  expect(await jobReport(jobs, { paint })).toEqual([
    "2 jobs",
    "1 scanned, 1 failed",
    "HOST  STATUS    RESULT  JOB",
    "a     Failed    -       j1",
    "b     Complete  -       j2",
  ]);
  const long = jobs.map((one, index) => ({ ...one, id: `${index}c711ab3-8fc1-4d66-88d4-08f85117f32e` }));
  const [, , ...short] = await jobReport(long, { paint, room: 5 });
  expect(short.map((line) => line.split(" ").at(-1))).toEqual(["JOB", "0c711ab3", "1c711ab3"]);
  const [, , ...wide] = await jobReport(
    [job({ dnsHostName: "a", hostId: "h1", ipAddress: "::1", status: Queued })],
    {
      paint,
      wide: true,
    },
  );
  expect(wide).toEqual(["HOST  STATUS  RESULT  ADDRESS  HOST ID", "a     Queued  -       ::1      h1"]);
});
