import { type Sshd, type SshdOptions, startSshd } from "../src/testing/index.ts";
import type { ScanCredential, ScanOutcome } from "../src/types.ts";
import { scanned } from "./scanning.ts";

/** What a credential holds beside its user name. */
export type Secrets = Omit<ScanCredential, "username">;

/** Starts a real sshd for one scan, and hands out what the scan came to and what the sshd logged. */
export async function scannedSshd(
  options: SshdOptions,
  secrets: (sshd: Sshd) => Secrets,
): Promise<{ outcome: ScanOutcome; log: string }> {
  const sshd = await startSshd(options);
  const credential = { username: sshd.username, ...secrets(sshd) };
  const outcome = await scanned({ port: sshd.port, credential }).finally(() => sshd.stop());
  // Only now is the log whole.
  return { outcome, log: sshd.log.text() };
}
