import { randomBytes, randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { ActionStatus } from "@hostscan/contract";
import { migrateToLatest, openDatabase } from "@hostscan/database";
import { PGBOUNCER, startFrailServer, startFreezingProxy, startPgbouncer } from "@hostscan/database/testing";
import { expect, onTestFinished, test } from "vitest";
import { commandsOn } from "../installation-env.ts";
import type { ProcessOptions } from "../process.ts";
import { addLab, clientOf, onHost, type ServingProcess, startServing } from "../running-server.ts";
import { readAudit, recoveries, resultsPerHost, startAudit, strangeEnds } from "./audit.ts";
import { chanceOf } from "./chance.ts";
import { startFleet } from "./fleet.ts";
import { standStill } from "./stand-still.ts";

const HOSTS = 300;
const KILLS = 3;
/** Which of the workers reaches the database through pgbouncer, where that is installed, and which through the proxy. */
const [POOLED, DISTANT] = [0, 1];
/** Of a server with a worker. */
const MOST_CONNECTIONS = 17;
const SEED = Number(process.env["CHAOS_SEED"] ?? randomInt(1, 2_147_483_647));

/** A database to be stopped, with tables and an audit, and the way to it that can fall silent. */
async function startDatabase() {
  const server = await startFrailServer();
  const proxy = await startFreezingProxy(server.connectionString);
  const pgbouncer = existsSync(PGBOUNCER)
    ? await startPgbouncer(server.connectionString, MOST_CONNECTIONS)
    : undefined;
  const database = openDatabase({ connectionString: server.connectionString, onIdleError: () => undefined });
  onTestFinished(async () => {
    await database.db.destroy();
    await proxy.stop();
    await pgbouncer?.[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  await migrateToLatest(database.db);
  await startAudit(database);
  const secret = { HOSTSCAN_SECRET_KEY: randomBytes(32).toString("base64") };
  const at = (url: string) => ({ ...secret, DATABASE_URL: url });
  const near = at(server.connectionString);
  const ways = [at(pgbouncer?.session ?? server.connectionString), at(proxy.connectionString)];
  return { server, proxy, pgbouncer, database, near, ways };
}

/** EX_UNAVAILABLE: starting anew helps. */
const UNAVAILABLE = 69;

/** Serves in the end: a process that finds no database when it starts ends, and its supervisor starts the next one. */
async function startSupervised(args: readonly string[], options: ProcessOptions): Promise<ServingProcess> {
  for (;;) {
    try {
      return await startServing(args, options);
    } catch (error) {
      if (!String(error).includes(`ended with ${UNAVAILABLE}:`)) throw error;
      await delay(500);
    }
  }
}

test("whatever is killed, stopped and frozen, every host of a job ends with one result (fixture hosts)", async () => {
  const chance = chanceOf(SEED);
  process.stdout.write(`chaos: CHAOS_SEED=${SEED}\n`);
  await using fleet = await startFleet(HOSTS, () => chance.between(200, 1_000));
  const { server, proxy, pgbouncer, database, near, ways } = await startDatabase();
  const installation = commandsOn(near);
  await addLab(installation, { username: "hostscan-scan", password: "fleet" });

  let started = 0;
  const startWorker = async ({ DATABASE_URL: url, ...secret }: typeof near) => {
    started += 1;
    const name = `worker-${started}`;
    const named = `${url}${url.includes("?") ? "&" : "?"}application_name=${name}`;
    const env = { ...secret, DATABASE_URL: named };
    return { ...(await startSupervised(["--role", "worker", "--scan-concurrency", "8"], { env })), name };
  };
  const startAt = (place: number) => startWorker(ways[place] ?? near);
  const workers = [startAt(POOLED), startAt(DISTANT)];
  const startApi = () => startSupervised(["--role", "api"], { env: near });
  let api = startApi();
  const [still] = await Promise.all([startWorker(near), api, ...workers]);
  const client = async () => clientOf((await api).url, installation);
  const faults: Date[] = [];
  const kill = async () => {
    const place = chance.between(0, workers.length - 1);
    const worker = await workers[place];
    faults.push(new Date());
    worker?.child.kill("SIGKILL");
    workers[place] = startAt(place);
  };
  /** As where the group of a service is killed, or the power of its machine goes. */
  const killAll = async () => {
    const all = await Promise.all([api, ...workers]);
    faults.push(new Date());
    for (const { child } of all) child.kill("SIGKILL");
    api = startApi();
    for (const place of workers.keys()) workers[place] = startAt(place);
  };
  /** As for a new release: each is stopped in order once another serves. */
  const restart = async () => {
    const before = await api;
    api = startApi();
    await api;
    before.child.kill("SIGTERM");
    expect(await before.ended).toEqual({ code: 0, signal: null });
    for (const [place, former] of workers.entries()) {
      const worker = await former;
      worker.child.kill("SIGTERM");
      // What it may scan to its end is over with the kill of a database that it waits for.
      expect((await worker.ended).signal).toBe(null);
      workers[place] = startAt(place);
    }
  };
  const losePooler = async () => {
    await pgbouncer?.crash();
    await delay(chance.between(0, 1_000));
    await pgbouncer?.start();
  };
  const crash = async () => {
    await server.crash();
    await delay(chance.between(500, 2_000));
    await server.start();
  };
  const freeze = async () => {
    await workers[DISTANT];
    expect(proxy.freeze()).toBeGreaterThan(0);
  };

  const { id = "" } = await (await client()).createJob(fleet.hosts.map(onHost));
  const stoodStill = standStill(still, database);
  for (const fault of chance.shuffled([
    ...Array.from({ length: KILLS }, () => kill),
    killAll,
    crash,
    freeze,
    restart,
    losePooler,
  ])) {
    await delay(chance.between(0, 1_500));
    await fault();
  }
  faults.push(await stoodStill);
  await Promise.all(workers);
  const job = await (await client()).waitFor(id, { timeoutMs: 240_000 });

  const transitions = await readAudit(database);
  const results = resultsPerHost(transitions);
  const lost = HOSTS - results.size;
  const duplicates = [...results.values()].filter((count) => count > 1).length;
  const recovered = recoveries(transitions, faults);
  const refused = still.err().split("late result refused").length - 1;
  process.stdout.write(
    `chaos: ${HOSTS} hosts, ${KILLS} kills, one of all and a restart in turn, ${lost} lost, ${duplicates} duplicates, ${recovered.length} taken over, ` +
      `longest recovery ${Math.max(...recovered)} ms, ${refused} late results refused\n`,
  );
  expect(strangeEnds(transitions)).toEqual([]);
  expect({ lost, duplicates }).toEqual({ lost: 0, duplicates: 0 });
  expect(job.status).toBe(ActionStatus.Complete);
  expect(recovered.length).toBeGreaterThan(0);
  const { rows } = await database.pool.query("select id from pgboss.job");
  expect(rows).toEqual([]);
});
