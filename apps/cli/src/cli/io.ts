import type { EventEmitter } from "node:events";
import { homedir } from "node:os";
import type { Readable, Writable } from "node:stream";

/** A stream that may be a terminal. */
export type TerminalOutput = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** All that a command touches of its process, so that tests can stand in for it. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** What was asked for. */
  readonly stdout: TerminalOutput;
  /** Questions, and the reason of a failure. */
  readonly stderr: TerminalOutput;
  /** Emits `SIGINT` and `SIGTERM`. */
  readonly signals: EventEmitter;
}

/** The {@link Io} of the running process. */
export function processIo(): Io {
  const { env, platform, stdin, stdout, stderr } = process;
  return { env, platform, home: homedir(), stdin, stdout, stderr, signals: process };
}
