import { once } from "node:events";
import { stat } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type CapturedIo, captureIo } from "../../test/captured-io.ts";
import { makeTestFolder, type TestFolder } from "../../test/data-folder.ts";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";
import { shownFingerprint } from "../../test/tls.ts";
import { untilPrinted } from "../../test/until-printed.ts";
import { runCli } from "../run.ts";

let installation: TestInstallation;
let folder: TestFolder;
beforeAll(async () => {
  installation = await makeTestInstallation();
  folder = await makeTestFolder();
});
afterAll(async () => {
  await installation.drop();
  await folder.remove();
});

interface Serving {
  readonly io: CapturedIo;
  readonly printed: string;
  stop(): Promise<number>;
}

async function serve(env: CapturedIo["env"], ...argv: string[]): Promise<Serving> {
  const io = captureIo({ env });
  const ended = runCli(argv, io);
  const stop = () => {
    io.signals.emit("SIGTERM", "SIGTERM");
    return ended;
  };
  onTestFinished(async () => void (await stop()));
  return { io, printed: await untilPrinted(io, ended), stop };
}

test("it serves by default, tells where, and stops with 0 on SIGTERM", async () => {
  // Its pages need a build.
  const { printed, stop, io } = await serve(installation.env, "--port", "0", "--docs", "off");
  const [, url] = /^Host Scan Job API on (http:\S+)\n$/.exec(printed) ?? [];
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect(await ready.json()).toEqual({ status: "ok", checks: { database: "ok", worker: "ok" } });
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
  expect((await fetch(`${url}/healthz`, { method: "POST" })).status).toBe(405);
  expect((await fetch(`${url}/api/v1/HostScanJob`)).status).toBe(401);
  expect(await stop()).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  const messages = io
    .err()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).msg);
  expect(messages.filter((message) => message !== "call")).toEqual(["started", "stopping", "stopped"]);
});

test("it is not ready while its tables are out of reach, and lives all the same", async () => {
  const { printed } = await serve(installation.env, "--port", "0", "--json");
  const { url } = JSON.parse(printed);
  const rename = (from: string, to: string) => installation.db.schema.alterTable(from).renameTo(to).execute();
  await rename("host", "lost");
  const answer = await fetch(`${url}/readyz`);
  expect([answer.status, await answer.json()]).toEqual([
    503,
    { status: "unavailable", checks: { database: "unavailable", worker: "ok" } },
  ]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await rename("lost", "host");
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test("role api has no worker to be ready", async () => {
  const { printed } = await serve(installation.env, "serve", "--role", "api", "--port", "0", "--json");
  const { url, role } = JSON.parse(printed);
  expect(role).toEqual(["api"]);
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: "ok", checks: { database: "ok" } });
});

test("role worker alone listens nowhere", async () => {
  const { printed, stop } = await serve(installation.env, "serve", "--role", "worker");
  expect(printed).toBe("Scanning hosts\n");
  expect(await stop()).toBe(0);
});

test("role worker with a port tells its health, and nothing else", async () => {
  const { printed } = await serve(
    { ...installation.env, HOSTSCAN_PORT: "0" },
    "serve",
    "--role",
    "worker",
    "--json",
  );
  const { url } = JSON.parse(printed);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/api/v1/HostScanJob`)).status).toBe(404);
});

test("calls beyond the rate limit are refused", async () => {
  const { out: token } = await installation.run(["token", "issue", "--name", "eager"]);
  const { printed } = await serve(installation.env, "--port", "0", "--rate-limit", "1", "--json");
  const { url } = JSON.parse(printed);
  const headers = { Authorization: `Bearer ${token.trim()}` };
  const statuses = [];
  for (const _ of [1, 2]) statuses.push((await fetch(`${url}/api/v1/HostScanJob`, { headers })).status);
  expect(statuses).toEqual([200, 429]);
});

test("an embedded database comes with a first token and first steps", async () => {
  const { printed, io } = await serve({}, "--port", "0", "--data-dir", folder.dataDir);
  const tokenFile = join(folder.dataDir, "token");
  expect(printed).toContain(`Token of role App in ${tokenFile}\n`);
  expect(printed).toContain(
    `hostscan-server credential add first --data-dir ${folder.dataDir} --username "$(id -un)" --for localhost`,
  );
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  expect(io.exits).toEqual([]);
});

test("a worker alone gets no first token", async () => {
  const { printed } = await serve(
    {},
    "--port",
    "0",
    "--data-dir",
    folder.dataDir,
    "--role",
    "worker",
    "--json",
  );
  expect(JSON.parse(printed)).not.toHaveProperty("tokenFile");
});

test("a port in use is told, and nothing is left running", async () => {
  const { printed } = await serve(installation.env, "--port", "0", "--json");
  const { port } = new URL(JSON.parse(printed).url);
  const io = captureIo({ env: installation.env });
  expect(await runCli(["--port", port], io)).toBe(69);
  expect(io.err()).toMatch(/^hostscan-server: port \d+ on 127\.0\.0\.1 is in use: .*--port.*\n$/);
  expect(io.signals.eventNames()).toEqual([]);
});

test("behind a proxy that is named it serves by TLS, lets pages of an origin call, and tells its metrics", async () => {
  const env = {
    ...installation.env,
    HOSTSCAN_DATA_DIR: join(folder.path, "tls"),
    HOSTSCAN_SELF_SIGNED: "true",
    HOSTSCAN_BEHIND_PROXY: "true",
    HOSTSCAN_DRAIN_SECONDS: "0",
    HOSTSCAN_TRUSTED_PROXIES: "127.0.0.1/32",
    HOSTSCAN_CORS_ORIGINS: "https://portal.example",
    HOSTSCAN_METRICS_PORT: "0",
  };
  const { printed, stop } = await serve(env, "--role", "api", "--port", "0", "--json");
  const { url, fingerprint, metricsUrl } = JSON.parse(printed);
  expect(await shownFingerprint(Number(new URL(url).port))).toBe(fingerprint);
  const headers = { Origin: "https://portal.example", "X-Forwarded-For": "192.0.2.7" };
  const [answer] = await once(
    request(`${url}/api/v1/HostScanJob`, { headers, rejectUnauthorized: false, agent: false }).end(),
    "response",
  );
  answer.resume();
  expect(answer.statusCode).toBe(401);
  expect(await (await fetch(metricsUrl)).text()).toContain("hostscan_unauthenticated_calls_total");
  expect(answer.headers["access-control-allow-origin"]).toBe("https://portal.example");
  expect(await stop()).toBe(0);
});
