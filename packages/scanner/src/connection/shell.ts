import type { Client, ClientChannel } from "ssh2";

/** The most a host may print in a shell, in bytes. */
export const MAX_PRINTED_BYTES = 64 * 1024;
/** What a device says where it waits for a key before it goes on. */
const PAGERS = ["<--- More --->", "--More--"] as const;
const LONGEST_PAGER = 80;
/** How a page's end is wiped out, key by key. */
const WIPED = /[\b]+ *[\b]*/g;

/** Opens a shell in a terminal; `refused` where the host gives none, or the connection has ended. */
export function openShell(client: Client): Promise<ClientChannel | "refused"> {
  return new Promise((resolve) => {
    try {
      client.shell({ term: "vt100", cols: 200, rows: 200 }, (error, channel) =>
        resolve(error ? "refused" : channel),
      );
    } catch {
      // Thrown where the connection has ended since.
      resolve("refused");
    }
  });
}

/** What was printed before the device began to wait for a key to go on; nothing where it does not. */
export function beforePager(printed: string): string | undefined {
  const end = printed.slice(-LONGEST_PAGER).trimEnd();
  const pager = PAGERS.find((each) => end.endsWith(each));
  if (pager === undefined) return undefined;
  const before = printed.slice(0, printed.lastIndexOf(pager));
  const line = before.slice(before.lastIndexOf("\n") + 1);
  // What goes on is written over the blanks before it as well.
  return line.trim() === "" ? before.slice(0, before.length - line.length) : before;
}

/** What was printed, as a command would have printed it: of a line that was written over, what was written last. */
export function asLines(printed: string): Buffer {
  const lines = printed
    .replaceAll(WIPED, "")
    .split("\n")
    .map((line) => {
      const parts = line.split("\r").filter((part) => part.trim() !== "");
      return parts.at(-1) ?? "";
    });
  return Buffer.from(`${lines.join("\n")}\n`, "latin1");
}
