import { once } from "node:events";
import { expect, test } from "vitest";
import { startFixtureServer } from "./fixture-server.ts";
import { startProcess } from "./process.ts";

async function served(token = "good") {
  const { url, ...server } = await startFixtureServer();
  return { ...server, env: { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: token } };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "piped, %s leaves the job running and says so (fixture)",
  async (signal) => {
    const { env, jobs } = await served();
    const scan = startProcess(["scan", "web-1", "--wait"], { env });
    // It waits as soon as it reads the job.
    await expect.poll(() => jobs.reads).toBeGreaterThan(0);
    scan.child.kill(signal);
    expect(await scan.ended).toMatchObject({
      code: 130,
      err: expect.stringMatching(new RegExp(`hostscan watch ${jobs.jobs[0]?.id}\n$`)),
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

test("a reader that went away before the help was written is no failure", async () => {
  const help = startProcess(["--help"], { env: {} });
  help.child.stdout.destroy();
  expect(await help.ended).toMatchObject({ code: 0, err: "" });
});

test("a whole scan, piped to its end (fixture)", async () => {
  const { env, jobs } = await served();
  const scan = startProcess(["scan", "web-1", "--wait", "--json"], { env });
  await expect.poll(() => jobs.reads).toBeGreaterThan(0);
  jobs.complete("web-1");
  const { code, out, err } = await scan.ended;
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(out)).toMatchObject({ outcome: "Success" });
});

test.each([
  ["scan --wait", ["scan", "web-1", "--wait", "--json"]],
  ["watch", ["watch"]],
] as const)(
  "a token that ends during %s leaves the job running, and says how to go on (fixture)",
  async (_, argv) => {
    const { env, jobs, endBrief } = await served("brief");
    if (argv[0] === "watch") jobs.fill(1);
    const waiting = startProcess([...argv, ...jobs.jobs.map(({ id }) => id)], { env });
    // The first read of `watch` is not yet the waiting.
    await expect.poll(() => jobs.reads).toBeGreaterThan(1);
    endBrief();
    const { code, err } = await waiting.ended;
    const [job] = jobs.jobs;
    expect({ code, lines: err.trimEnd().split("\n") }).toEqual({
      code: 77,
      lines: [
        "hostscan: the server answered 401 Unauthenticated: The bearer token has expired.",
        "  sign in again with `hostscan login`, or give another token",
        "  the job goes on:",
        `  hostscan watch ${job?.id}`,
      ],
    });
    expect(job?.status).toBe(0);
  },
);
