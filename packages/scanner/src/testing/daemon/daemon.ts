import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** A program and its arguments. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/** What a daemon has written, all of it. */
export interface DaemonLog {
  text(): string;
  /** Settles once the text matches; rejects where the daemon ends first. */
  until(pattern: RegExp): Promise<void>;
}

/** A process that serves until it is stopped. */
export interface Daemon {
  readonly log: DaemonLog;
  /** Settles when it and all its children have ended. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** How a daemon is ended. */
export interface DaemonOptions {
  /** It ends in good order when its input does, whoever holds that: also where this process is killed. */
  readonly endsWithInput?: boolean;
}

/** Starts a daemon and follows what it writes to its error output. */
export function startDaemon(
  { program, args }: CommandLine,
  { endsWithInput = false }: DaemonOptions = {},
): Daemon {
  const child = endsWithInput
    ? spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] })
    : spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "close");
  return {
    log: follow(child.stderr, ended),
    ended,
    async stop() {
      if (child.stdin === null) child.kill("SIGKILL");
      else child.stdin.destroy();
      await ended;
    },
  };
}

function follow(stream: Readable, ended: Promise<unknown>): DaemonLog {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return {
    text: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(text)) return;
          stream.off("data", look);
          resolve();
        };
        stream.on("data", look);
        ended.then(() => reject(new Error(`The daemon ended without writing ${pattern}:\n${text}`)));
        look();
      }),
  };
}
