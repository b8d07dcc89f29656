import { once } from "node:events";
import { expect, test } from "vitest";
import { startFixtureServer } from "./fixture-server.ts";
import { startProcess } from "./process.ts";

async function served() {
  const { url, jobs } = await startFixtureServer();
  return { jobs, env: { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: "good" } };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "piped, %s leaves the job running and says so (fixture)",
  async (signal) => {
    const { env, jobs } = await served();
    const scan = startProcess(["scan", "web-1", "--wait"], { env });
    // It waits as soon as it reads the job.
    await expect.poll(() => jobs.reads, { timeout: 20_000 }).toBeGreaterThan(0);
    scan.child.kill(signal);
    expect(await scan.ended).toMatchObject({
      code: 130,
      err: `hostscan: left running: ${jobs.jobs[0]?.id}\n`,
    });
    expect(jobs.jobs[0]?.status).toBe(0);
  },
);

test("a reader that goes away ends it without a word (fixture)", async () => {
  const { env, jobs } = await served();
  jobs.fill(3_000);
  const list = startProcess(["list", "--all"], { env });
  await once(list.child.stdout, "data");
  list.child.stdout.destroy();
  expect(await list.ended).toMatchObject({ code: 0, err: "" });
});

test("a whole scan, piped to its end (fixture)", async () => {
  const { env, jobs } = await served();
  const scan = startProcess(["scan", "web-1", "--wait", "--json"], { env });
  await expect.poll(() => jobs.reads, { timeout: 20_000 }).toBeGreaterThan(0);
  jobs.complete("web-1");
  const { code, out, err } = await scan.ended;
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(out)).toMatchObject({ outcome: "Success" });
});
