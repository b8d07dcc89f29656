import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { spawn } from "@lydell/node-pty";
import headless from "@xterm/headless";
import { onTestFinished } from "vitest";
import { runCli } from "../src/program/run.ts";
import { environment, type Options } from "./hostscan.ts";
import { COMMAND } from "./process.ts";

export interface TerminalOptions extends Omit<Options, "stdin"> {
  readonly columns?: number;
  readonly rows?: number;
}

/** A command in a terminal, with an emulator that keeps its screen. */
export interface Terminal {
  /** The lines that stand on the screen, with what has scrolled out of it. */
  screen(): Promise<string[]>;
  /** All that it has written. */
  written(): string;
  /** Resolves when the screen shows a text. */
  shows(text: string): Promise<void>;
  type(keys: string): void;
  readonly ended: Promise<number>;
}

/** What runs in the terminal. */
interface Program {
  readonly type: (keys: string) => void;
  readonly ended: Promise<number>;
}

type Start = (write: (data: string) => void, env: Record<string, string>) => Program;

/** Runs the executable in a pseudo-terminal. */
export function openTerminal(argv: readonly string[], options: TerminalOptions = {}): Terminal {
  const { columns = 80, rows = 24 } = options;
  return emulate(options, (write, env) => {
    const [file, ...first] = COMMAND;
    const pty = spawn(file, [...first, ...argv], { cols: columns, rows, env });
    const { promise: ended, resolve } = Promise.withResolvers<number>();
    let over = false;
    pty.onData(write);
    // As a shell has it: 128 and the signal.
    pty.onExit(({ exitCode, signal }) => {
      over = true;
      resolve(signal ? 128 + signal : exitCode);
    });
    onTestFinished(async () => {
      if (!over) pty.kill("SIGKILL");
      await ended;
    });
    return { ended, type: (keys) => pty.write(keys) };
  });
}

/** Runs a command in this process, on streams that say of themselves that they are a terminal. */
export function openStreams(argv: readonly string[], options: TerminalOptions = {}): Terminal {
  const { columns = 80, rows = 24 } = options;
  return emulate(options, (write, env) => {
    const signals = new EventEmitter();
    let raw = false;
    const setRawMode = (wanted: boolean) => {
      raw = wanted;
    };
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
    output.setEncoding("utf8").on("data", (data: string) => write(data.replaceAll(/\r?\n/g, "\r\n")));
    const io = { env, platform: process.platform, home: env["HOME"] ?? "", stdin, signals };
    return {
      ended: runCli(argv, { ...io, stdout: output, stderr: output }),
      type: (keys) => {
        if (keys === "\u0003" && !raw) signals.emit("SIGINT");
        else stdin.write(keys);
      },
    };
  });
}

function emulate({ env, columns = 80, rows = 24 }: TerminalOptions, start: Start): Terminal {
  const emulator = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  onTestFinished(() => emulator.dispose());
  const written: string[] = [];
  const listeners = new Set<() => void>();
  const { ended, type } = start(
    (data) => {
      written.push(data);
      emulator.write(data, () => {
        for (const listener of listeners) listener();
      });
    },
    environment({ TERM: "xterm-256color", LANG: "C.UTF-8", ...env }),
  );

  const lines = (): string[] => {
    const { active } = emulator.buffer;
    const all = Array.from(
      { length: active.length },
      (_, y) => active.getLine(y)?.translateToString(true) ?? "",
    );
    return all.slice(0, all.findLastIndex((line) => line !== "") + 1);
  };
  // What was written before is on the screen then.
  const screen = () => new Promise<string[]>((drawn) => emulator.write("", () => drawn(lines())));

  async function shows(text: string): Promise<void> {
    const { promise: shown, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (lines().join("\n").includes(text)) resolve();
    };
    listeners.add(look);
    look();
    const early = ended.then(async (code) => {
      const last = (await screen()).join("\n");
      if (!last.includes(text)) throw new Error(`ended with ${code}, and did not show ${text}:\n${last}`);
    });
    await Promise.race([shown, early]).finally(() => listeners.delete(look));
    early.catch(() => {});
  }

  return { screen, shows, type, ended, written: () => written.join("") };
}
