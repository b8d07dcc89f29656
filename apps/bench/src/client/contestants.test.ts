import { afterAll, beforeAll, expect, test } from "vitest";
import { signToken } from "../http/call.ts";
import { largeJobId } from "../http/jobs.ts";
import { type ServerProcess, startServer } from "../http/server-process.ts";
import { scan as byClient } from "../types/programs/client.ts";
import { scan as byHeyApi } from "../types/programs/hey-api.ts";
import { scan as byOpenapiFetch } from "../types/programs/openapi-fetch.ts";
import { scan as byOrval } from "../types/programs/orval.ts";
import { scan as byRaw } from "../types/programs/raw.ts";
import { bundleSize } from "./bench.ts";
import { contestants } from "./contestants.ts";

const jobId = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5d0";
let server: ServerProcess;
let token: string;

beforeAll(async () => {
  server = await startServer("hostscan");
  token = await signToken();
});
afterAll(() => server.stop());

test.each(Object.entries(contestants))("the calls of %s are answered as all others", async (_name, make) => {
  const { createJob, getJob, listJobs } = make(server.origin, token);
  const created = await createJob("host.example.local");
  expect(created).toMatchObject({ id: jobId, status: 0 });
  expect(await getJob(jobId)).toEqual(created);
  expect((await getJob(largeJobId)).hostScanHostStatus).toHaveLength(1_000);
  expect(await listJobs()).toEqual(Array.from({ length: 50 }, () => created));
});

test.each(Object.entries(contestants))("a call of %s that is refused does not count", async (_name, make) => {
  const { createJob, getJob, listJobs } = make(server.origin, "a.b.c");
  const calls = await Promise.allSettled([createJob("host.example.local"), getJob(jobId), listJobs()]);
  expect(calls.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
});

test.each(Object.entries({ byClient, byRaw, byOpenapiFetch, byOrval, byHeyApi }))(
  "the program %s does as all others",
  async (_name, scan) => {
    const listed = Array.from({ length: 10 }, () => "Queued.");
    expect(await scan(server.origin, token, "host.example.local")).toEqual(["Debian GNU/Linux 0", ...listed]);
  },
);

test("a bundle is as large as what the program imports", async () => {
  expect(await bundleSize("client")).toBeGreaterThan(1_000);
  const orval = await bundleSize("orval");
  expect(await bundleSize("openapi-fetch")).toBeGreaterThan(orval);
  expect(await bundleSize("orval", "ky")).toBeGreaterThan(orval + 1_000);
});
