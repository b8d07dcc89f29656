import { expect, test } from "vitest";
import { npsAnswer } from "../test/nps-answer.ts";
import { ActionFailureReason, ActionStatus } from "./enumerations.ts";
import { readJob } from "./job.ts";

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const hostScanHostId = "54804af1-3f95-48c4-a5ea-e5414ebf423e";

/** As the public reference of NPS 4.2 shows it, cut to a few of its records. */
const shown = npsAnswer("job-graph").body;
const [join] = shown.hostScanJobHostJoin;
const graph = (...statuses: unknown[]) => ({
  ...shown,
  hostScanJobHostJoin: statuses.map((status) => ({ ...join, actionQueue: { ...join.actionQueue, status } })),
});

test("a job comes out of an NPS server's graph, and nothing else of it (fixture)", () => {
  const job = readJob(shown);
  expect(job).toEqual({
    id,
    status: ActionStatus.Failed,
    hostScanHostStatus: [
      {
        hostScanHostId,
        name: "web-1",
        dnsHostName: "web-1.example",
        status: ActionStatus.Failed,
        statusDescription: "…",
        failureReason: ActionFailureReason.AccessDenied,
      },
    ],
  });
  expect(JSON.stringify(job)).not.toContain("secret");
});

test("a host that no action was queued for yet is in it as well (fixture)", () => {
  const hostScanJobHostJoin = [
    { hostScanHostId, hostScanHost: null },
    { hostScanHostId, actionQueue: null },
  ];
  expect(readJob({ id, hostScanJobHostJoin })).toEqual({
    id,
    status: ActionStatus.Queued,
    hostScanHostStatus: [{ hostScanHostId }, { hostScanHostId }],
  });
});

test.each([
  [[], "Queued"],
  [[0, null], "Queued"],
  [[0, 2], "Running"],
  [[1, 1], "Running"],
  [["Running", 0], "Running"],
  [[2, "Complete"], "Complete"],
  [[3, 3], "Failed"],
  [[2, 3], "CompletedWithErrors"],
  [[2, 4, 3], "Cancelled"],
  [[4, 1], "Running"],
] as const)("the job of hosts that are %j is %s (fixture)", (statuses, name) => {
  expect(readJob(graph(...statuses))?.status).toBe(ActionStatus[name]);
});

test.each([
  { id, hostScanJobHostJoin: ["x"] },
  { hostScanJobHostJoin: [] },
  { id, hostScanHostStatus: [1] },
  { id: 7 },
])("%j is no job that one could follow", (body) => {
  const told = readJob(body);
  expect(told === undefined || told.hostScanHostStatus === undefined).toBe(true);
});
