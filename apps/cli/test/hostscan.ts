import { EventEmitter } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { onTestFinished } from "vitest";
import type { Io } from "../src/cli/io.ts";
import { runCli } from "../src/program/run.ts";

/** How a command ended. */
export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A folder that is gone after the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The variables that a command gets: nothing of the test's own but `PATH`. */
export function environment(env: Options["env"] = {}): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...env };
}

/** Runs a command in this process, with pipes. */
export function startHostscan(argv: readonly string[], { env, stdin = "" }: Options = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [collect(stdout), collect(stderr)];
  const variables = environment(env);
  const io: Io = {
    env: variables,
    platform: process.platform,
    home: variables["HOME"] ?? "",
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr,
    signals: new EventEmitter(),
  };
  const ended = runCli(argv, io).then((code): Result => ({ code, out: out(), err: err() }));
  return { stdout, signals: io.signals, ended };
}

/** Runs a command in this process, with pipes, to its end. */
export function hostscan(argv: readonly string[], options?: Options): Promise<Result> {
  return startHostscan(argv, options).ended;
}

function collect(stream: PassThrough): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
