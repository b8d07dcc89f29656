import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Opened, ProtectedKey } from "./protected-key.ts";
import { openInThread } from "./thread.ts";

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
