import type { Io } from "../cli/io.ts";

/** A bar that is full when all is done, in characters that the terminal's locale has. */
export function bar(done: number, all: number, width: number, env: Io["env"]): string {
  const full = all === 0 ? width : Math.floor((done / all) * width);
  const utf8 = /utf-?8/i.test(env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "");
  const [on, off] = utf8 ? ["█", "░"] : ["#", "-"];
  return `[${on.repeat(full)}${off.repeat(width - full)}]`;
}
