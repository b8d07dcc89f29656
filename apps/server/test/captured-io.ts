import { EventEmitter } from "node:events";
import { PassThrough, Readable } from "node:stream";
import type { Io } from "../src/cli/io.ts";

export interface CapturedIo extends Io {
  /** What was printed so far. */
  out(): string;
  /** What was said on stderr so far. */
  err(): string;
  /** Codes that `exit` was called with. */
  readonly exits: readonly number[];
}

export interface IoOptions {
  readonly env?: Io["env"];
  /** What is piped in; nothing where absent. */
  readonly stdin?: string;
}

/** An {@link Io} that keeps what it is told. */
export function captureIo({ env = {}, stdin = "" }: IoOptions = {}): CapturedIo {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const exits: number[] = [];
  const out = collect(stdout);
  const err = collect(stderr);
  return {
    env,
    stdin: Readable.from([stdin]),
    stdout,
    stderr,
    signals: new EventEmitter(),
    exit: (code) => exits.push(code),
    executable: ["hostscan-server"],
    out,
    err,
    exits,
  };
}

function collect(stream: PassThrough): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
