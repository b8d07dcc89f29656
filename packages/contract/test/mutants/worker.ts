import { parentPort } from "node:worker_threads";
import { judge, type Mutant } from "./judge.ts";

parentPort?.on("message", async (mutant: Mutant) => {
  parentPort?.postMessage({ noticed: await judge(mutant) });
});
