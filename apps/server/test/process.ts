import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type {} from "@hostscan/database/testing";
import { inject, onTestFinished } from "vitest";

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  out(): string;
  err(): string;
  /** The first line on stdout. Rejects, with what stderr has, if the process ends before. */
  readonly firstLine: Promise<string>;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is piped in; `"open"` pipes nothing and does not end. */
  readonly stdin?: string;
  /** What to run instead of the executable. */
  readonly command?: readonly [string, ...string[]];
}

/** Runs the executable as a process of its own, with nothing of the test's environment but `PATH`. */
export function startProcess(args: readonly string[], options: ProcessOptions = {}): RunningProcess {
  const [file, ...first] = options.command ?? [process.execPath, inject("serverExecutable")];
  const env = { PATH: process.env["PATH"] ?? "", ...options.env };
  const child = spawn(file, [...first, ...args], { env, ...(options.cwd ? { cwd: options.cwd } : {}) });
  const ended = once(child, "close").then(([code, signal]): Ended => ({ code, signal }));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  child.stdin.on("error", () => {
    // It need not read what it is given.
  });
  if (options.stdin !== "open") child.stdin.end(options.stdin ?? "");
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  const firstLine = Promise.race([
    once(createInterface({ input: child.stdout }), "line").then(([line]) => String(line)),
    ended.then(({ code }) => Promise.reject(new Error(`ended with ${code}: ${err()}`))),
  ]);
  // Only some tests ask for it.
  firstLine.catch(() => {});
  return { child, ended, out, err, firstLine };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
