import { randomBytes, randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { ActionStatus } from "@hostscan/contract";
import { migrateToLatest, openDatabase } from "@hostscan/database";
import { startFrailServer, startFreezingProxy } from "@hostscan/database/testing";
import { expect, onTestFinished, test } from "vitest";
import { commandsOn } from "../installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "../running-server.ts";
import { readAudit, recoveries, resultsPerHost, startAudit, strangeEnds } from "./audit.ts";
import { chanceOf } from "./chance.ts";
import { startFleet } from "./fleet.ts";
import { standStill } from "./stand-still.ts";

const HOSTS = 300;
const KILLS = 4;
/** Which of the workers reaches the database through the proxy. */
const DISTANT = 1;
const SEED = Number(process.env["CHAOS_SEED"] ?? randomInt(1, 2_147_483_647));

/** A database to be stopped, with tables and an audit, and the way to it that can fall silent. */
async function startDatabase() {
  const server = await startFrailServer();
  const proxy = await startFreezingProxy(server.connectionString);
  const database = openDatabase({ connectionString: server.connectionString, onIdleError: () => undefined });
  onTestFinished(async () => {
    await database.db.destroy();
    await proxy.stop();
    await server[Symbol.asyncDispose]();
  });
  await migrateToLatest(database.db);
  await startAudit(database);
  const secret = { HOSTSCAN_SECRET_KEY: randomBytes(32).toString("base64") };
  const at = (url: string) => ({ ...secret, DATABASE_URL: url });
  return { server, proxy, database, near: at(server.connectionString), distant: at(proxy.connectionString) };
}

test("whatever is killed, stopped and frozen, every host of a job ends with one result (fixture hosts)", async () => {
  const chance = chanceOf(SEED);
  process.stdout.write(`chaos: CHAOS_SEED=${SEED}\n`);
  await using fleet = await startFleet(HOSTS, () => chance.between(200, 1_000));
  const { server, proxy, database, near, distant } = await startDatabase();
  const installation = commandsOn(near);
  await addLab(installation, { username: "hostscan-scan", password: "fleet" });

  let started = 0;
  const startWorker = async ({ DATABASE_URL: url, ...secret }: typeof near) => {
    started += 1;
    const name = `worker-${started}`;
    const named = `${url}${url.includes("?") ? "&" : "?"}application_name=${name}`;
    const env = { ...secret, DATABASE_URL: named };
    return { ...(await startServing(["--role", "worker", "--scan-concurrency", "8"], { env })), name };
  };
  const workers = [startWorker(near), startWorker(distant)];
  const startApi = () => startServing(["--role", "api"], { env: near });
  let api = startApi();
  const [still] = await Promise.all([startWorker(near), api, ...workers]);
  const client = async () => clientOf((await api).url, installation);
  const faults: Date[] = [];
  const kill = async () => {
    const place = chance.between(0, workers.length - 1);
    const worker = await workers[place];
    faults.push(new Date());
    worker?.child.kill("SIGKILL");
    workers[place] = startWorker(place === DISTANT ? distant : near);
  };
  /** As where the group of a service is killed, or the power of its machine goes. */
  const killAll = async () => {
    const all = await Promise.all([api, ...workers]);
    faults.push(new Date());
    for (const { child } of all) child.kill("SIGKILL");
    api = startApi();
    for (const place of workers.keys()) workers[place] = startWorker(place === DISTANT ? distant : near);
  };
  const crash = async () => {
    // A process that finds no database when it starts ends, and is for its supervisor to start again.
    await Promise.all([api, ...workers]);
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
    `chaos: ${HOSTS} hosts, ${KILLS} kills and one of all, ${lost} lost, ${duplicates} duplicates, ${recovered.length} taken over, ` +
      `longest recovery ${Math.max(...recovered)} ms, ${refused} late results refused\n`,
  );
  expect(strangeEnds(transitions)).toEqual([]);
  expect({ lost, duplicates }).toEqual({ lost: 0, duplicates: 0 });
  expect(job.status).toBe(ActionStatus.Complete);
  expect(recovered.length).toBeGreaterThan(0);
  const { rows } = await database.pool.query("select id from pgboss.job");
  expect(rows).toEqual([]);
});
