import { ActionStatus } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";

const { Cancelled } = ActionStatus;

let installation: TestInstallation;
beforeEach(async () => {
  installation = await makeTestInstallation();
  await addLab(installation, { username: "root", password: "unused" });
});
afterEach(() => installation.drop());

/** An API process and a worker process, which scans a fixture that accepts connections and stays silent. */
async function startScan() {
  const seen = { accepted: 0, open: 0 };
  const silent = await startFixtureTcpServer((socket) => {
    seen.accepted += 1;
    seen.open += 1;
    socket.on("close", () => {
      seen.open -= 1;
    });
  });
  onTestFinished(() => silent.stop());
  const { env } = installation;
  const [api, worker] = await Promise.all([
    startServing(["--role", "api"], { env }),
    startServing(["--role", "worker"], { env }),
  ]);
  const client = await clientOf(api.url, installation);
  const { id = "" } = await client.createJob([onHost(silent)]);
  await silent.connected;
  return { client, id, seen, worker };
}

const untilClosed = (seen: { readonly open: number }) =>
  expect.poll(() => seen.open, { timeout: 20_000 }).toBe(0);

test("a scan in another process is broken off, its socket closed, and the job stays cancelled (fixture port)", async () => {
  const { client, id, seen } = await startScan();
  await client.cancel(id);
  await untilClosed(seen);
  expect(await client.getJob(id)).toMatchObject({ status: Cancelled });
  await client.cancel(id);
  expect(seen).toEqual({ accepted: 1, open: 0 });
});

test("a frozen worker is waited for; a caller who goes away undoes nothing (fixture port)", async () => {
  const { client, id, seen, worker } = await startScan();
  worker.child.kill("SIGSTOP");
  const impatient = new AbortController();
  const abandoned = client.cancel(id, { signal: impatient.signal });
  abandoned.catch(() => undefined);
  await expect.poll(async () => (await client.getJob(id)).status).toBe(Cancelled);
  const answered: string[] = [];
  const calls = ["first", "second"].map((call) => client.cancel(id).then(() => answered.push(call)));
  impatient.abort(new Error("too long"));
  await expect(abandoned).rejects.toThrow("too long");
  expect(answered).toEqual([]);
  await Promise.all(calls);
  expect(await client.getJob(id)).toMatchObject({ status: Cancelled });
  worker.child.kill("SIGCONT");
  await untilClosed(seen);
  worker.child.kill("SIGTERM");
  await worker.ended;
  expect(seen).toEqual({ accepted: 1, open: 0 });
});
