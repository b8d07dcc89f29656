import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import {
  type FixtureTcpServer,
  startFixtureSshServer,
  startFixtureTcpServer,
} from "@hostscan/scanner/testing";
import { expect, onTestFinished, test } from "vitest";
import { makeTestInstallation } from "../installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "../running-server.ts";
import { preload } from "./preload.ts";

const { ActionTimeout, FailedToConnect, SystemError } = ActionFailureReason;
const { Complete, Failed } = ActionStatus;

const LOGIN = { username: "lab", password: "secret" };
const MIB = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, "x");

/** Writes so many bytes, as fast as they are taken, or until the other side has had enough. */
async function pour(stream: NodeJS.WritableStream, bytes: number): Promise<void> {
  let open = true;
  stream.on("close", () => {
    open = false;
  });
  for (let sent = 0; open && sent < bytes; sent += CHUNK.length) {
    await new Promise((taken) => stream.write(CHUNK, taken));
  }
}

const BAD: readonly [string, () => Promise<FixtureTcpServer>, ActionFailureReason, RegExp][] = [
  ["accepts and says nothing", () => startFixtureTcpServer(), ActionTimeout, /given up after 20 s/],
  [
    "reads nothing",
    () =>
      startFixtureTcpServer((socket) => {
        socket.write("SSH-2.0-Fixture\r\n");
        socket.pause();
      }),
    ActionTimeout,
    /given up after 20 s/,
  ],
  [
    "floods its banner",
    () => startFixtureTcpServer((socket) => void pour(socket, 100 * MIB)),
    FailedToConnect,
    /^Failed: No connection to the host came about/,
  ],
  [
    "answers with 100 MB",
    () => startFixtureSshServer({ ...LOGIN, onExec: (channel) => void pour(channel, 100 * MIB) }),
    SystemError,
    /answered more than/,
  ],
];

/** How many there are of each sort of bad host; what they send is more than would go unnoticed. */
const EACH = 8;

/** How much the worker's memory may grow beyond that of one which scans good hosts, in KiB. */
const ROOM = 64 * 1024;

/** Scans hosts by a process of its own; gives the job, and the most memory it took, in KiB. */
async function scanAll(hosts: readonly FixtureTcpServer[]) {
  const installation = await makeTestInstallation();
  onTestFinished(() => installation.drop());
  await addLab(installation, LOGIN);
  const env = { ...installation.env, ...preload("peak memory") };
  const { url, child, ended, err } = await startServing(["--scan-deadline", "20"], { env });
  const client = await clientOf(url, installation);
  const { id = "" } = await client.createJob(hosts.map(onHost));
  const job = await client.waitFor(id, { timeoutMs: 240_000 });
  const ends = await installation.db
    .selectFrom("host_scan_host")
    .select(["position", "finished_at"])
    .orderBy("finished_at")
    .execute();
  child.kill("SIGTERM");
  await ended;
  const peak = Number(/peak memory: (\d+) KiB/.exec(err())?.[1]);
  return { scanned: job.hostScanHostStatus ?? [], peak, order: ends.map(({ position }) => position) };
}

test("bad hosts end with their reason, in bounded memory, and hold up nobody (fixture hosts)", async () => {
  const sorts = BAD.flatMap((sort) => Array.from({ length: EACH }, () => sort));
  const bad = await Promise.all(sorts.map(([, start]) => start()));
  const good = await Promise.all(Array.from({ length: EACH }, () => startFixtureSshServer(LOGIN)));
  onTestFinished(async () => {
    await Promise.all([...bad, ...good].map((host) => host.stop()));
  });

  const quiet = await scanAll(good);
  const { scanned, peak, order } = await scanAll([...bad, ...good]);

  for (const [place, [name, , failureReason, text]] of sorts.entries()) {
    const statusDescription = expect.stringMatching(text);
    expect(scanned[place], `a host that ${name}`).toMatchObject({
      status: Failed,
      failureReason,
      statusDescription,
    });
  }
  expect(scanned.slice(bad.length).map(({ status }) => status)).toEqual(good.map(() => Complete));
  expect(order.slice(0, good.length).every((position) => position >= bad.length)).toBe(true);
  process.stdout.write(`bad hosts: peak memory ${peak} KiB, with good ones alone ${quiet.peak} KiB\n`);
  expect(peak).toBeLessThan(quiet.peak + ROOM);
});
