import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { startProcess } from "./process.ts";
import { startServing } from "./running-server.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
});
afterAll(() => installation.drop());

const otherKey = () => randomBytes(32).toString("base64");

/** Runs `serve`, which must not come to serve; what it says is one line. */
async function refusal(env: Readonly<Record<string, string>>, ...flags: string[]) {
  const { ended, out, err } = startProcess(["serve", "--port", "0", ...flags], { env });
  const { code } = await ended;
  expect(out()).toBe("");
  const lines = err().split("\n");
  expect(lines).toHaveLength(2);
  return { code, line: lines[0] };
}

test("an unknown variable", async () => {
  expect(await refusal({ ...installation.env, HOSTSCAN_PROT: "1" })).toEqual({
    code: 78,
    line: "hostscan-server: HOSTSCAN_PROT is not a setting (hostscan-server help serve lists them)",
  });
});

test("a value out of bounds", async () => {
  expect(await refusal(installation.env, "--scan-concurrency", "0")).toEqual({
    code: 78,
    line: "hostscan-server: --scan-concurrency must be a whole number from 1 to 1000",
  });
});

test("a network that is none, which is named", async () => {
  const env = { ...installation.env, HOSTSCAN_ALLOWED_NETWORKS: "10.0.0.0/8, 10.0.0.0/33" };
  expect(await refusal(env)).toEqual({
    code: 78,
    line:
      "hostscan-server: HOSTSCAN_ALLOWED_NETWORKS must be networks such as 10.0.0.0/8,2001:db8::/32, " +
      'which "10.0.0.0/33" is not',
  });
});

test("a secret key that is none, before anything is connected to", async () => {
  const { code, line } = await refusal({ ...installation.env, HOSTSCAN_SECRET_KEY: "tooshort" });
  expect(code).toBe(78);
  expect(line).toMatch(/^hostscan-server: HOSTSCAN_SECRET_KEY must be 32 bytes/);
});

test("another secret key than the database's", async () => {
  expect((await installation.run(["token", "issue", "--name", "first"])).code).toBe(0);
  const { code, line } = await refusal({ ...installation.env, HOSTSCAN_SECRET_KEY: otherKey() });
  expect(code).toBe(78);
  expect(line).toMatch(/secret/);
});

test("a database that is not there", async () => {
  const env = { DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/x", HOSTSCAN_SECRET_KEY: otherKey() };
  const { code, line } = await refusal(env);
  expect(code).toBe(69);
  expect(line).toBe("hostscan-server: the database cannot be reached: connect ECONNREFUSED 127.0.0.1:1");
});

test("a database that lets nobody in", async () => {
  const url = String(installation.env["DATABASE_URL"]).replace(/:[^:@]+@/, ":wrong@");
  const { code, line } = await refusal({ ...installation.env, DATABASE_URL: url });
  expect(code).toBe(69);
  expect(line).toMatch(/^hostscan-server: the database refuses: password authentication failed/);
});

test("a port in use", async () => {
  const { url } = await startServing([], { env: installation.env });
  const { port } = new URL(url);
  const { code, line } = await refusal(installation.env, "--port", port);
  expect(code).toBe(69);
  expect(line).toMatch(/^hostscan-server: port \d+ on 127\.0\.0\.1 is in use/);
});

test("a data folder that cannot be made", async () => {
  const { code, line } = await refusal({ HOSTSCAN_DATA_DIR: "/dev/null/data" });
  expect(code).toBe(69);
  expect(line).toMatch(/^hostscan-server: .*\/dev\/null/);
});
