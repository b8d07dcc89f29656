import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Account } from "./account.ts";
import { makeKeyPair, thumbprintOfLine } from "./keys.ts";

/** Writes who may log in. sshd reads `authorized_keys` as the account itself, who must get at it. */
export async function writeAccess(folder: string, account: Account, publicKeys: string): Promise<void> {
  await chmod(folder, 0o711);
  await writeFile(join(folder, "authorized_keys"), publicKeys, { mode: 0o644 });
  for (const [name, content] of Object.entries(account.databases)) {
    await writeFile(join(folder, name), content, { mode: name === "shadow" ? 0o600 : 0o644 });
  }
}

/** Writes a new host key over the one that is there, and hands out its thumbprint. */
export async function writeHostKey(folder: string): Promise<string> {
  const { privateKey, publicKey } = await makeKeyPair(folder);
  await writeFile(join(folder, "host_key"), privateKey, { mode: 0o600 });
  return thumbprintOfLine(publicKey);
}

/** Writes files to be laid over those of `/etc`, by their path within it; root's alone to write. */
export async function writeEtc(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, "etc", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o440 });
  }
}
