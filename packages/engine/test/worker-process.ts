import { argv, stdout } from "node:process";
import { scanHost } from "@hostscan/scanner";
import { pino } from "pino";
import { openDatabase } from "../src/database/open-database.ts";
import { createScanQueue } from "../src/queue/scan-queue.ts";
import { createWorker } from "../src/worker/worker.ts";

// A worker in a process of its own, to be killed. It logs to its standard output.
const [, , connectionString = ""] = argv;
const log = pino({ level: "debug" }, stdout);
const { db } = openDatabase({ connectionString, onIdleError: (err) => log.warn({ err }, "database: fault") });
const queue = createScanQueue({ connectionString, supervise: true, log });
await queue.start();
const openCredential = async () => ({ username: "nobody", password: "secret" });
await createWorker({ db, queue, log, scan: scanHost, openCredential }).start();
log.info("started");
