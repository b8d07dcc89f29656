import { ActionStatus } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { DEFAULT_LIMITS } from "../limits/scan-limits.ts";

const { Failed, Queued } = ActionStatus;
/** Nothing listens there: a scan is over at once. */
const CLOSED_PORT = 1;
const LINGER_MS = 20;

/** Hosts of one network that hang up a moment after so many were connected to at once. */
async function startStreet(hosts: number, together = 1) {
  let now = 0;
  let most = 0;
  const { promise: met, resolve: meet } = Promise.withResolvers<void>();
  const ports = await Promise.all(
    Array.from({ length: hosts }, () =>
      startFixtureTcpServer((socket) => {
        now += 1;
        most = Math.max(most, now);
        if (most >= together) meet();
        void met.then(() => setTimeout(() => socket.destroy(), LINGER_MS));
        socket.on("close", () => {
          now -= 1;
        });
      }),
    ),
  );
  return {
    ports: ports.map(({ port }) => port),
    /** Connections at once, at most. */
    most: () => most,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(ports.map((port) => port.stop()));
    },
  };
}

/** Has the database note, with every claim, how many scans are running; resolves to what reads the most of it. */
async function watchRunning({ database }: TestEngine) {
  await sql`create table seen (in_all integer, of_credential integer)`.execute(database.db);
  await sql`
    create function see() returns trigger language plpgsql as $$ begin
      insert into seen select sum(running), max(running) from (
        select count(*) as running from host_scan_host where status = 1 group by credential_id
      ) as by_credential;
      return null;
    end $$`.execute(database.db);
  await sql`create trigger see after update on host_scan_host for each statement execute function see()`.execute(
    database.db,
  );
  return async () => {
    const { rows } = await sql`
      select max(in_all) as "inAll", max(of_credential) as "ofCredential" from seen`.execute(database.db);
    return rows[0];
  };
}

test.each([
  ["in all", { total: 5 }, { inAll: 5 }],
  ["per network", { perNetwork: 5 }, { inAll: 5 }],
  ["per credential", { perCredential: 5 }, { inAll: 10, ofCredential: 5 }],
])(
  "two workers together keep to the limit %s, and every host is scanned (fixture ports)",
  async (_, given, most) => {
    await using engine = await startEngine();
    await using street = await startStreet(40);
    const mostRunning = await watchRunning(engine);
    const credentials = await Promise.all([engine.addCredential("one"), engine.addCredential("other")]);
    const requests = street.ports.map((sshPort, index) => ({
      ipAddress: "127.0.0.1",
      sshPort,
      credentialId: credentials[index % 2] ?? "",
    }));
    const { id } = accepted(await engine.jobs.createJob(requests, context));
    const limits = { ...DEFAULT_LIMITS, ...given };
    await Promise.all([1, 2].map(() => engine.startWorker({ concurrency: 20, limits })));
    await engine.until(id, ({ status }) => status === Failed);
    expect(await mostRunning()).toMatchObject(most);
  },
);

test("2,000 hosts of a saturated network leave the queue, and a host of another is not kept waiting (fixture port)", async () => {
  await using engine = await startEngine();
  await using silent = await startFixtureTcpServer();
  const credentialId = await engine.addCredential("linux");
  const at = (ipAddress: string, sshPort: number) => ({ ipAddress, sshPort, credentialId });
  accepted(await engine.jobs.createJob([at(silent.host, silent.port)], context));
  const worker = await engine.startWorker({ concurrency: 4, limits: { ...DEFAULT_LIMITS, perNetwork: 1 } });
  await silent.connected;
  const many = Array.from({ length: 2_000 }, (_, index) => at("127.0.0.2", 1 + index));
  const { id: manyId } = accepted(await engine.jobs.createJob(many, context));
  const { id } = accepted(await engine.jobs.createJob([at("127.9.9.9", CLOSED_PORT)], context));
  await engine.until(id, ({ status }) => status === Failed);
  await expect.poll(async () => (await queueEntries(engine.database)).length).toBe(1);
  const job = accepted(await engine.jobs.getJob(manyId ?? "", context));
  expect(job.hostScanHostStatus?.every(({ status }) => status === Queued)).toBe(true);
  await worker.stop({ graceMs: 0 });
});

test("a name counts for the network that it leads to, although it was never scanned (fixture ports)", async () => {
  await using engine = await startEngine();
  await using street = await startStreet(10, 2);
  const mostInNetwork = await watchRunning(engine);
  const credentialId = await engine.addCredential("linux");
  const requests = street.ports.map((sshPort) => ({ dnsHostName: "localhost", sshPort, credentialId }));
  const { id } = accepted(await engine.jobs.createJob(requests, context));
  await engine.startWorker({ concurrency: 10, limits: { ...DEFAULT_LIMITS, perNetwork: 2 } });
  await engine.until(id, ({ status }) => status === Failed);
  expect(street.most()).toBe(2);
  expect(await mostInNetwork()).toMatchObject({ inAll: 10 });
});
