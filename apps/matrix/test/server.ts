import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const mock = fileURLToPath(new URL("../../mock/src/main.ts", import.meta.url));

/** Starts a program that prints the address it listens on, and resolves to that; `stop` ends it. */
async function start(...args: readonly string[]): Promise<{ origin: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill();
    await ended;
  };
  for await (const line of createInterface(child.stdout)) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (origin) {
      child.stdout.resume();
      return { origin, stop };
    }
  }
  throw new Error(`${args.join(" ")} has ended without an address`);
}

/** The server over the document's examples, as `pnpm mock` starts it. */
export const startServer = () => start("--conditions=@hostscan/source", mock, "--port", "0");

/** What the mock knows: the ids of the document's examples. */
export const KNOWN = {
  token: "any",
  jobId: "9c711ab3-8fc1-4d66-88d4-08f85117f32e",
  hostId: "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd",
  credentialId: "f568fec0-10b6-4b94-9daf-e62c50c9bf3e",
};
