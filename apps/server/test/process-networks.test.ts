import { ActionFailureReason } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
  await addLab(installation, { username: "root", password: "unused" });
});
afterAll(() => installation.drop());

const localhost = { dnsHostName: "localhost", credentialName: "lab" };

test("a denied address is refused by the API, and a name of it by the worker (fixture port)", async () => {
  let connections = 0;
  const host = await startFixtureTcpServer(() => {
    connections += 1;
  });
  onTestFinished(() => host.stop());
  const { url } = await startServing(["--denied-networks", "127.0.0.0/8,::1/128"], {
    env: installation.env,
  });
  const client = await clientOf(url, installation);
  await expect(client.createJob([localhost, onHost(host)])).rejects.toMatchObject({
    problem: {
      status: 400,
      errors: [{ path: "/1/ipAddress", message: "is an address that may not be scanned: 127.0.0.1" }],
    },
  });
  const { id = "" } = await client.createJob([{ ...localhost, sshPort: host.port }]);
  const job = await client.waitFor(id, { timeoutMs: 240_000 });
  expect(job.hostScanHostStatus).toMatchObject([
    {
      failureReason: ActionFailureReason.FailedToConnect,
      statusDescription: expect.stringMatching(/^Failed: It is not allowed to connect to .*127\.0\.0\.1/),
    },
  ]);
  expect(connections).toBe(0);
});

test("where networks are allowed, no other is", async () => {
  const env = { ...installation.env, HOSTSCAN_ALLOWED_NETWORKS: "10.0.0.0/8, 2001:db8::/32" };
  const { url } = await startServing(["--role", "api"], { env });
  const client = await clientOf(url, installation);
  const on = (ipAddress: string) => ({ ipAddress, credentialName: "lab" });
  await client.createJob([on("10.1.2.3"), on("2001:db8::7")]);
  await expect(client.createJob([on("11.0.0.1")])).rejects.toMatchObject({ problem: { status: 400 } });
});

test("for callers from elsewhere this machine is not scanned, unless it is allowed (fixture port)", async () => {
  let connections = 0;
  const host = await startFixtureTcpServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  onTestFinished(() => host.stop());
  const env = {
    ...installation.env,
    HOSTSCAN_HOST: "0.0.0.0",
    HOSTSCAN_TRUSTED_PROXIES: "127.0.0.1/32,::1/128",
  };
  const exposed = await startServing(["--behind-proxy"], { env });
  const client = await clientOf(exposed.url, installation);
  await expect(client.createJob([onHost(host)])).rejects.toMatchObject({
    problem: { status: 400, errors: [{ path: "/0/ipAddress" }] },
  });
  const { id = "" } = await client.createJob([{ ...localhost, sshPort: host.port }]);
  const { hostScanHostStatus } = await client.waitFor(id, { timeoutMs: 240_000 });
  expect(hostScanHostStatus).toMatchObject([
    { statusDescription: expect.stringMatching(/^Failed: It is not allowed to connect to /) },
  ]);
  expect(connections).toBe(0);

  const allowed = await startServing(["--behind-proxy", "--allowed-networks", "127.0.0.0/8"], { env });
  await (await clientOf(allowed.url, installation)).createJob([onHost(host)]);
});

test("a process that only scans reaches nothing of this machine for one that is called from elsewhere (fixture port)", async () => {
  let connections = 0;
  const host = await startFixtureTcpServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  onTestFinished(() => host.stop());
  const { env } = installation;
  const exposed = { ...env, HOSTSCAN_HOST: "0.0.0.0", HOSTSCAN_TRUSTED_PROXIES: "127.0.0.1/32,::1/128" };
  const [api, local] = await Promise.all([
    startServing(["--role", "api", "--behind-proxy"], { env: exposed }),
    startServing(["--role", "api"], { env }),
    startServing(["--role", "worker"], { env }),
  ]);
  const scanned = async (url: string) => {
    const client = await clientOf(url, installation);
    const { id = "" } = await client.createJob([{ ...localhost, sshPort: host.port }]);
    const { hostScanHostStatus } = await client.waitFor(id, { timeoutMs: 240_000 });
    return hostScanHostStatus?.[0]?.statusDescription;
  };
  expect(await scanned(api.url)).toMatch(/^Failed: It is not allowed to connect to /);
  expect(connections).toBe(0);
  await scanned(local.url);
  expect(connections).toBeGreaterThan(0);
});

test("a port that is not allowed is refused", async () => {
  const env = { ...installation.env, HOSTSCAN_ALLOWED_PORTS: "22,2200-2299" };
  const { url } = await startServing(["--role", "api"], { env });
  const client = await clientOf(url, installation);
  await client.createJob([{ ipAddress: "192.0.2.1", sshPort: 2222, credentialName: "lab" }]);
  await expect(
    client.createJob([{ ipAddress: "192.0.2.1", sshPort: 5432, credentialName: "lab" }]),
  ).rejects.toMatchObject({ problem: { status: 400, errors: [{ path: "/0/sshPort" }] } });
});
