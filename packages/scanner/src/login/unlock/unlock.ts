import { createHash } from "node:crypto";
import { once } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import type { ParsedKey } from "ssh2";
import { type KeyProblem, readPrivateKey } from "../private-key.ts";
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

const MAX_KEPT = 64;
const KEPT_MS = 60_000;

/** By a digest of key and passphrase, so that neither is kept. What was opened goes after its time, used or not. */
const kept = new LRUCache<string, Promise<Opened>>({ max: MAX_KEPT, ttl: KEPT_MS, ttlAutopurge: true });

/** One thread at a time: keys are opened rarely, but a job may bring many at once. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Opens a protected private key without blocking the process. One key serves many hosts, so the answer is kept
 * for a minute: a scan of 200 hosts opens it once (0.4 s) rather than 200 times. Never rejects.
 */
export function unlock(key: ProtectedKey): Promise<Opened> {
  const digest = createHash("sha256")
    .update(JSON.stringify([key.privateKey, key.passphrase]))
    .digest("base64");
  const known = kept.get(digest);
  if (known !== undefined) return known;
  const opened = last.then(() => openInThread(key));
  last = opened;
  kept.set(digest, opened);
  return opened;
}

/** Reads a private key; one that a passphrase protects without blocking the process. */
export async function openKey(
  privateKey: string,
  passphrase: string | undefined,
): Promise<ParsedKey | KeyProblem> {
  const key = readPrivateKey(privateKey);
  if (key !== "locked" || passphrase === undefined) return key;
  const opened = await unlock({ privateKey, passphrase });
  return "pem" in opened ? readPrivateKey(opened.pem) : opened.problem;
}
