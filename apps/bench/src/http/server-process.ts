import { fork } from "node:child_process";
import { once } from "node:events";
import { childAnswer, numberIn } from "../child-answer.ts";

/** Servers run from source, and are not warned of what the bench wants: the token itself as the key of Fastify's cache. */
const execArgv = [
  "--conditions=@hostscan/source",
  "--disable-warning=FAST_JWT_CACHE_KEY_BUILDER_SECURITY_RISK",
];

/** A server under test, in a process of its own. */
export interface ServerProcess {
  readonly name: string;
  readonly origin: string;
  /** CPU time it has used so far, in microseconds. */
  cpuTime(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts one of the servers that `serve.ts` knows. */
export async function startServer(name: string): Promise<ServerProcess> {
  const child = fork(new URL("./serve.ts", import.meta.url), [name], { execArgv });
  const port = numberIn(await childAnswer(child), "port");
  return {
    name,
    origin: `http://127.0.0.1:${port}`,
    async cpuTime() {
      child.send("cpu");
      return numberIn(await childAnswer(child), "cpu");
    },
    async stop() {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}
