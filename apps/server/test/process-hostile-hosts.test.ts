import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createHostScanClient, type HostScanClient, type HostScanJobRequest } from "@hostscan/client";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { type FixtureSshServer, startFixtureSshServer } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeTestFolder, type TestFolder } from "./data-folder.ts";
import { type HostileHost, startHostileSsh, startHostileWsMan } from "./hostile-hosts.ts";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { startServing } from "./running-server.ts";

const { Complete, Failed } = ActionStatus;
const RESOLVER = fileURLToPath(new URL("fixture-resolver.mjs", import.meta.url));

let installation: TestInstallation;
let good: FixtureSshServer;
/** What the good host does before it answers a login. */
let meanwhile: () => Promise<unknown>;
let folder: TestFolder;
let answers: string;
let admin: HostScanClient;
let thief: HostScanClient;
let env: Record<string, string>;
beforeEach(async () => {
  installation = await makeTestInstallation();
  meanwhile = async () => {};
  good = await startFixtureSshServer({
    async onLogin(login) {
      if (login.method === "none") await meanwhile();
      if (login.method === "password" && login.password === good.password) login.accept();
      else login.reject(["password"]);
    },
  });
  folder = await makeTestFolder();
  answers = join(folder.path, "answers.json");
  env = { ...installation.env, NODE_OPTIONS: `--import=${RESOLVER}`, FIXTURE_ANSWERS: answers };
  await answer({});
  await addCredential("scan", good.password, "127.0.0.1,*.corp.example");
  await addCredential("thiefs", "known", "anywhere");
  const { url } = await startServing(["--role", "api"], { env });
  admin = await clientWith(url, ["token", "issue", "--name", "ops", "--role", "Admin"]);
  thief = await clientWith(url, ["key", "create", "--name", "thief"]);
});
afterEach(async () => {
  await good.stop();
  await installation.drop();
  await folder.remove();
});

const answer = (names: Readonly<Record<string, readonly string[]>>) =>
  writeFile(answers, JSON.stringify(names));
async function run(argv: readonly string[], stdin?: string) {
  const { code, out, err } = await installation.run(argv, stdin);
  expect(code, err).toBe(0);
  return out.trim();
}
const addCredential = (name: string, password: string, scope: string) =>
  run(["credential", "add", name, "--username", good.username, "--for", scope, "--password-stdin"], password);
const clientWith = async (baseUrl: string, argv: readonly string[]) =>
  createHostScanClient({ baseUrl, token: await run(argv) });
const startScanning = () => startServing(["--role", "worker"], { env });

const onGood = (dnsHostName: string): HostScanJobRequest => ({
  ...{ dnsHostName, ipAddress: good.host, sshPort: good.port, platformName: "Linux" },
  ...{ credentialName: "scan", trustedThumbprint: good.thumbprint },
});
const schedule = async (client: HostScanClient, ...requests: HostScanJobRequest[]) =>
  (await client.createJob(requests)).id ?? "";
async function endOf(id: string) {
  const { hostScanHostStatus } = await admin.waitFor(id, { timeoutMs: 240_000 });
  return hostScanHostStatus?.[0];
}
const refusedAt = (...places: string[]) => ({
  problem: { status: 400, errors: places.map((path) => expect.objectContaining({ path })) },
});

interface Showing {
  readonly sshPort?: number;
  readonly platformName: string;
  readonly trustedThumbprint: string;
}
const kinds = [
  [
    "an SSH server",
    () => startHostileSsh(good.port),
    (host: HostileHost): Showing => ({
      sshPort: good.port,
      platformName: "Linux",
      trustedThumbprint: host.thumbprint,
    }),
  ],
  [
    "a WS-Man",
    startHostileWsMan,
    (host: HostileHost): Showing => ({ platformName: "Windows", trustedThumbprint: host.thumbprint }),
  ],
] as const;

describe.each(kinds)("%s that is hostile (fixture)", (_, start, as) => {
  test("is told nothing of a named credential, by address, by name, or by a name that leads elsewhere by then", async () => {
    const hostile = await start();
    const own = { ...as(hostile), credentialName: "scan", acceptThumbprintOnFirstDiscovery: true };
    const trusting = { ...own, sshTrustActionType: 0 as const };
    await expect(thief.createJob([{ ...own, ipAddress: hostile.address }])).rejects.toMatchObject(
      refusedAt("/0/ipAddress"),
    );
    await expect(admin.createJob([{ ...trusting, ipAddress: hostile.address }])).rejects.toMatchObject(
      refusedAt("/0/ipAddress"),
    );
    await answer({ "a.corp.example": ["127.0.0.1"], "b.other.example": ["127.0.0.1"] });
    const ids = [
      await schedule(thief, { ...own, dnsHostName: "a.corp.example", ipAddress: hostile.address }),
      await schedule(thief, { ...trusting, dnsHostName: "b.other.example" }),
    ];
    // Between scheduling and connecting.
    await answer({ "a.corp.example": ["127.0.0.1"], "b.other.example": [hostile.address] });
    await startScanning();
    for (const id of ids)
      expect(await endOf(id)).toMatchObject({
        status: Failed,
        failureReason: ActionFailureReason.FailedToConnect,
        statusDescription: expect.stringContaining("may not be presented"),
      });
    expect(hostile.secrets).toEqual([]);
  });

  test("gets no host of another, nor a job that is queued or under way", async () => {
    const hostile = await start();
    const { trustedThumbprint, platformName } = as(hostile);
    const queued = await schedule(admin, onGood("db.corp.example"));
    const redirections = {
      ipAddress: hostile.address,
      trustedThumbprint,
      sshTrustActionType: 0 as const,
      acceptThumbprintOnFirstDiscovery: true,
      credentialName: "thiefs",
      ...(platformName === "Windows" && { platformName, certificateType: 1 as const }),
    };
    const attack = async () => {
      for (const [member, value] of Object.entries(redirections)) {
        const stating = { dnsHostName: "db.corp.example", sshPort: good.port, [member]: value };
        // Of a Windows, the port is another, and so is the host.
        if (member === "platformName") continue;
        await expect(thief.createJob([stating]), member).rejects.toMatchObject(refusedAt(`/0/${member}`));
      }
    };
    await attack();
    const underWay = Promise.withResolvers<void>();
    const attacked = Promise.withResolvers<void>();
    meanwhile = () => {
      underWay.resolve();
      return attacked.promise;
    };
    await startScanning();
    await underWay.promise;
    await attack();
    // Even who may redirect it changes later jobs alone.
    const later = await schedule(admin, {
      ...onGood("db.corp.example"),
      ...redirections,
      credentialName: "scan",
    });
    attacked.resolve();
    expect(await endOf(queued)).toMatchObject({ status: Complete });
    expect(await endOf(later)).toMatchObject({ status: Failed });
    expect(hostile.secrets).toEqual([]);
  });

  test("does not get the credential that an Admin gives to a name that was onboarded for it", async () => {
    const hostile = await start();
    const dnsHostName = "trap.corp.example";
    await run(["credential", "change-scope", "scan", "--for", "anywhere"]);
    const trap = { ...as(hostile), dnsHostName, ipAddress: hostile.address, credentialName: "thiefs" };
    const own = await schedule(thief, {
      ...trap,
      sshTrustActionType: 0,
      acceptThumbprintOnFirstDiscovery: true,
    });
    await thief.cancel(own);
    await answer({ [dnsHostName]: ["127.0.0.1"] });
    const { sshPort = 22 } = trap;
    const given = await schedule(admin, { dnsHostName, sshPort, credentialName: "scan" });
    await startScanning();
    expect(await endOf(given)).toMatchObject({ status: Failed });
    expect(hostile.secrets).toEqual([]);
    const lines = await run(["audit", "--action", "host.take-over", "--json"]);
    expect(JSON.parse(lines)).toMatchObject({
      actor: "ops",
      details: { from: "app:thief", to: "token:ops" },
    });
  });
});

test("a scope that is narrowed holds for a scan that is under way, before it tells the password (fixture host)", async () => {
  const id = await schedule(admin, onGood("late.corp.example"));
  meanwhile = () => run(["credential", "change-scope", "scan", "--for", "10.0.0.0/8"]);
  await startScanning();
  expect(await endOf(id)).toMatchObject({ status: Failed });
  expect(good.logins).not.toContain("password");
});

test("a credential of the same name is another one: a job that waits does not take it (fixture host)", async () => {
  const id = await schedule(admin, onGood("again.corp.example"));
  await schedule(admin, { ...onGood("again.corp.example"), credentialName: "thiefs" }).then((other) =>
    admin.cancel(other),
  );
  await run(["credential", "remove", "scan"]);
  await addCredential("scan", good.password, "anywhere");
  await startScanning();
  expect(await endOf(id)).toMatchObject({
    status: Failed,
    failureReason: ActionFailureReason.AccessDenied,
    statusDescription: "Failed: the credential that it was scheduled with is not there any more.",
  });
  expect(good.logins).toEqual([]);
});
