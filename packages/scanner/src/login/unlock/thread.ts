import { once } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Opened, ProtectedKey } from "./protected-key.ts";

/** A key's maker chooses how slow it is to open: `ssh-keygen -a` has no limit, this has, in milliseconds. */
const MAX_OPENING_MS = 20_000;

// `.ts` where run from source, `.js` where built.
const MAIN = new URL(`./main${extname(import.meta.url)}`, import.meta.url);

/** Opens a key in a thread of its own. A key that takes longer than it may counts as unreadable. Never rejects. */
export async function openInThread(key: ProtectedKey, withinMs: number = MAX_OPENING_MS): Promise<Opened> {
  const thread = new Worker(MAIN, { workerData: key });
  const limit = setTimeout(() => thread.terminate(), withinMs);
  const opened = once(thread, "message").then(([answer]: Opened[]) => answer);
  const ended = once(thread, "exit").then(() => undefined);
  const answer = await Promise.race([opened, ended]).catch(() => undefined);
  clearTimeout(limit);
  return answer ?? { problem: "unreadable" };
}
