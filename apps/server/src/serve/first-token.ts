import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import type { Installation } from "@hostscan/engine";
import { accepted } from "../installation/accepted.ts";

const DAY_SECONDS = 86_400;
const LIFETIME_SECONDS = 90 * DAY_SECONDS;
/** A token that ends sooner is replaced, so that a server that was just started is of use for a while. */
const LEAST_LEFT_MS = 7 * DAY_SECONDS * 1_000;

const OWNER_ONLY = 0o600;

/** Sees to it that a file, which only its owner can read, holds a valid token of role App. */
export async function keepFirstToken(
  { tokens, tokenVerifier }: Pick<Installation, "tokens" | "tokenVerifier">,
  path: string,
): Promise<void> {
  const kept = await readFile(path, "utf8").catch(() => "");
  const verdict = await tokenVerifier.verify(kept.trim());
  if (verdict.ok && verdict.expiresAt.getTime() - Date.now() > LEAST_LEFT_MS) {
    await chmod(path, OWNER_ONLY);
    return;
  }
  const request = { name: "first", role: "App", expiresInSeconds: LIFETIME_SECONDS };
  const { token } = accepted(await tokens.issue(request));
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${token}\n`, { mode: OWNER_ONLY });
  await rename(draft, path);
}
