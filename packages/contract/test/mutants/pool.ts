import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Mutant } from "./judge.ts";

/** A mutant that takes longer hangs: on a busy machine the slowest of the proofs take two minutes. */
const LONGEST = 240_000;

/** Modules stay loaded for as long as their thread lives. */
const MOST_OF_A_THREAD = 40;

/** Judges mutants one after the other, in threads that end when a mutant hangs. */
export class Judges {
  #worker: Worker | undefined;
  #judged = 0;

  /** What noticed the mutant; undefined where nothing did. */
  async judge(mutant: Mutant): Promise<string | undefined> {
    if (this.#judged === MOST_OF_A_THREAD) await this.end();
    this.#judged += 1;
    // Always the same payloads, so that two runs find the same.
    const env = { ...process.env, FAST_CHECK_RUNS: "100", FAST_CHECK_SEED: "1" };
    this.#worker ??= new Worker(new URL("worker.ts", import.meta.url), { env });
    this.#worker.postMessage(mutant);
    try {
      const [{ noticed }] = await once(this.#worker, "message", { signal: AbortSignal.timeout(LONGEST) });
      return noticed;
    } catch (error) {
      await this.end();
      return `end of its thread: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** Ends the thread that is there. */
  async end(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
    this.#judged = 0;
  }
}
