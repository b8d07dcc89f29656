import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { environment, type Options, type Result } from "./hostscan.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** The words that start the executable from its sources, without a build. */
export const COMMAND = [process.execPath, "--conditions=@hostscan/source", MAIN] as const;

/** Starts the executable as a process of its own, with pipes. */
export function startProcess(argv: readonly string[], { env, stdin = "" }: Options = {}) {
  const [file, ...first] = COMMAND;
  const child = spawn(file, [...first, ...argv], { env: environment(env) });
  child.stdin.on("error", () => {
    // It need not read what it is given.
  });
  child.stdin.end(stdin);
  const ended = Promise.all([once(child, "close"), whole(child.stdout), whole(child.stderr)]).then(
    ([[code], out, err]): Result => ({ code, out, err }),
  );
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, ended };
}

/** All that comes, or nothing of it where a test stops reading. */
function whole(stream: Readable): Promise<string> {
  return text(stream).catch(() => "");
}
