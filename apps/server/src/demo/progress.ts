import type { Io } from "../cli/io.ts";

/** Says what is going on. */
export interface Progress {
  /** A step: a line of its own. */
  step(text: string): void;
  /** The present state: on a terminal it takes the place of the state before. */
  state(text: string): void;
}

const CLEAR_LINE = "\r\u001b[2K";

export function createProgress({ stdout }: Pick<Io, "stdout">): Progress {
  let open = false;
  return {
    step(text) {
      stdout.write(`${open ? "\n" : ""}${text}\n`);
      open = false;
    },
    state(text) {
      stdout.write(stdout.isTTY ? `${CLEAR_LINE}${text}` : `${text}\n`);
      open = stdout.isTTY === true;
    },
  };
}
