import { spawn } from "@lydell/node-pty";
import headless from "@xterm/headless";
import { onTestFinished } from "vitest";
import { COMMAND, environment, type Options } from "./hostscan.ts";

export interface TerminalSize {
  readonly columns?: number;
  readonly rows?: number;
}

/** A command in a pseudo-terminal, with an emulator that keeps its screen. */
export interface Terminal {
  /** The lines that stand on the screen, with what has scrolled out of it. */
  screen(): Promise<string[]>;
  /** All bytes that it has written. */
  written(): string;
  /** Resolves when the screen shows a text. */
  shows(text: string | RegExp): Promise<void>;
  type(keys: string): void;
  resize(size: Required<TerminalSize>): void;
  readonly ended: Promise<number>;
}

/** Runs the executable in a pseudo-terminal. */
export function openTerminal(
  argv: readonly string[],
  { env, columns = 80, rows = 24 }: Omit<Options, "stdin"> & TerminalSize = {},
): Terminal {
  const [file, ...first] = COMMAND;
  const emulator = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: false });
  const pty = spawn(file, [...first, ...argv], {
    cols: columns,
    rows,
    env: environment({ TERM: "xterm-256color", LANG: "C.UTF-8", ...env }),
  });
  let written = "";
  let listeners: (() => void)[] = [];
  pty.onData((data) => {
    written += data;
    emulator.write(data, () => {
      for (const listener of listeners) listener();
    });
  });
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  let over = false;
  pty.onExit(({ exitCode }) => {
    over = true;
    resolve(exitCode);
  });
  onTestFinished(async () => {
    if (!over) pty.kill("SIGKILL");
    await ended;
    emulator.dispose();
  });

  const lines = (): string[] => {
    const { active } = emulator.buffer;
    const all = Array.from(
      { length: active.length },
      (_, y) => active.getLine(y)?.translateToString(true) ?? "",
    );
    return all.slice(0, all.findLastIndex((line) => line !== "") + 1);
  };

  return {
    screen: () => new Promise((done) => emulator.write("", () => done(lines()))),
    written: () => written,
    shows: (text) =>
      new Promise((shown, never) => {
        const look = () => {
          const screen = lines().join("\n");
          if (typeof text === "string" ? !screen.includes(text) : !text.test(screen)) return;
          listeners = listeners.filter((other) => other !== look);
          shown();
        };
        listeners.push(look);
        look();
        void ended.then((code) =>
          setImmediate(() => {
            look();
            never(new Error(`ended with ${code} before it showed ${text}:\n${lines().join("\n")}`));
          }),
        );
      }),
    type: (keys) => pty.write(keys),
    resize: (size) => {
      emulator.resize(size.columns, size.rows);
      pty.resize(size.columns, size.rows);
    },
    ended,
  };
}
