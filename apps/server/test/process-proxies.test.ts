import { existsSync } from "node:fs";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { startHaproxy, startNginx } from "./proxy.ts";
import { type ServingProcess, startServing } from "./running-server.ts";

const CALLS = 1_000;
const AT_ONCE = 8;
const JOBS = "/api/v1/HostScanJob";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
});
afterAll(() => installation.drop());

function serve(port: string): Promise<ServingProcess> {
  const flags = ["--role", "api", "--port", port, "--behind-proxy", "--trusted-proxies", "127.0.0.1/32"];
  const limits = ["--quota-jobs", "0", "--rate-limit", "100000", "--docs", "off", "--drain-seconds", "10"];
  return startServing([...flags, ...limits], { env: installation.env });
}

async function callerOf(base: string) {
  const token = (await installation.run(["token", "issue", "--name", "proxied"])).out.trim();
  const credential = ["credential", "add", "lab", "--username", "u", "--for", "anywhere", "--password-stdin"];
  await installation.run(credential, "unused");
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const body = JSON.stringify([{ dnsHostName: "a.example", credentialName: "lab" }]);
  function call(method: "GET" | "POST"): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request(`${base}${JOBS}`, { method, headers, agent }, async (answer) => {
        resolve(`${answer.statusCode}${answer.statusCode === 200 ? "" : ` ${await text(answer)}`}`);
        answer.resume();
      });
      sent.once("error", reject).end(method === "POST" ? body : undefined);
    });
  }
  return { call, close: () => agent.destroy() };
}

/** Calls while something is done, and a thousand times at least, half of them to schedule; gives what went wrong. */
async function callDuring(base: string, act: () => Promise<void>): Promise<string[]> {
  const caller = await callerOf(base);
  const wrong: string[] = [];
  let begun = 0;
  let isDone = false;
  async function go() {
    while (begun < CALLS || !isDone) {
      const method = begun % 2 === 0 ? "POST" : "GET";
      begun += 1;
      const answer = await caller.call(method).catch(String);
      if (!/^20[01]\b/.test(answer)) wrong.push(`${method}: ${answer}`);
    }
  }
  const done = act().finally(() => {
    isDone = true;
  });
  await Promise.all([done, ...Array.from({ length: AT_ONCE }, go)]);
  caller.close();
  return wrong;
}

describe.runIf(existsSync("/usr/sbin/nginx"))("behind nginx with the sample and its defaults", () => {
  test("two servers are restarted one after the other, and none of a thousand calls fails", async () => {
    const servers = [await serve("0"), await serve("0")] as const;
    const nginx = await startNginx([servers[0].url, servers[1].url]);

    async function restart({ url, child, ended }: ServingProcess) {
      child.kill("SIGTERM");
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
      expect(await ended).toEqual({ code: 0, signal: null });
      await serve(new URL(url).port);
    }
    const wrong = await callDuring(nginx.url, () => restart(servers[0]).then(() => restart(servers[1])));
    expect(wrong).toEqual([]);
  });
});

describe.runIf(existsSync("/usr/sbin/haproxy"))("behind HAProxy with the sample", () => {
  test("calls reach whichever server is ready", async () => {
    const [one, two] = [await serve("0"), await serve("0")];
    const haproxy = await startHaproxy([one.url, two.url]);
    const wrong = await callDuring(haproxy.url, async () => {
      one.child.kill("SIGTERM");
      expect(await one.ended).toEqual({ code: 0, signal: null });
    });
    expect(wrong).toEqual([]);
  });
});
