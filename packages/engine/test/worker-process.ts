import { argv, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { openDatabase } from "@hostscan/database";
import { scanHost } from "@hostscan/scanner";
import { pino } from "pino";
import { Scope } from "../src/credentials/scope.ts";
import { createScanQueue } from "../src/queue/scan-queue.ts";
import { createWorker } from "../src/worker/worker.ts";

// A worker in a process of its own, to be killed. It logs to its standard output. Where it is told to wait, it goes on
// to a host with every line of its standard input.
const [, , connectionString = "", concurrency = "50", way] = argv;
const log = pino({ level: "debug" }, stdout);
const { db } = openDatabase({ connectionString, onIdleError: (err) => log.warn({ err }, "database: fault") });
const queue = createScanQueue({ connectionString, supervise: true, log });
await queue.start();
const lines = createInterface(stdin)[Symbol.asyncIterator]();
const openCredential = async () => {
  log.info("credential asked for");
  if (way === "waiting") await lines.next();
  return { username: "nobody", password: "secret" };
};
await createWorker({
  connectionString,
  db,
  queue,
  log,
  scan: scanHost,
  openCredential,
  scopeOf: async () => Scope.kept(["anywhere"]),
  concurrency: Number(concurrency),
}).start();
log.info("started");
