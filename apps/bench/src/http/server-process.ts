import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

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
  const port = await answer(child, "port");
  return {
    name,
    origin: `http://127.0.0.1:${port}`,
    cpuTime() {
      child.send("cpu");
      return answer(child, "cpu");
    },
    async stop() {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}

async function answer(child: ChildProcess, member: "port" | "cpu"): Promise<number> {
  const died = new AbortController();
  const onExit = () => died.abort(new Error("The server has ended"));
  child.once("exit", onExit);
  try {
    const [message]: { readonly [name: string]: unknown }[] = await once(child, "message", died);
    const value = message?.[member];
    if (typeof value !== "number") throw new Error(`The server did not tell its ${member}`);
    return value;
  } finally {
    child.off("exit", onExit);
  }
}
