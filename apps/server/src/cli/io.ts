import type { EventEmitter } from "node:events";
import type { Readable, Writable } from "node:stream";

/** All that a command touches of its process, so that tests can stand in for it. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** What was asked for: tokens, lists, addresses. */
  readonly stdout: Writable & { readonly isTTY?: boolean };
  /** Logs and the reason of a failure. */
  readonly stderr: Writable;
  /** Emits `SIGINT`, `SIGTERM` and `SIGHUP`. */
  readonly signals: EventEmitter;
  /** The words that start this executable again, e.g. `node` and its script. */
  readonly executable: readonly string[];
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** The {@link Io} of the running process. */
export function processIo(): Io {
  return {
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signals: process,
    executable: [process.execPath, ...process.execArgv, ...process.argv.slice(1, 2)],
    exit: (code) => process.exit(code),
  };
}
