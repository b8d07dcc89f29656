import { parentPort, workerData } from "node:worker_threads";
import { openProtectedKey } from "./protected-key.ts";

parentPort?.postMessage(openProtectedKey(workerData));
