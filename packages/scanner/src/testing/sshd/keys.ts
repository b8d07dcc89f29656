import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { thumbprintOf } from "../../trust/thumbprint.ts";

const run = promisify(execFile);

/** A key pair as `ssh-keygen` makes it. */
export interface KeyPair {
  readonly privateKey: string;
  /** A line of `authorized_keys`. */
  readonly publicKey: string;
}

/** Makes an Ed25519 key pair, in a file that is removed again. */
export async function makeKeyPair(folder: string, passphrase = ""): Promise<KeyPair> {
  const file = join(folder, `key-${randomBytes(6).toString("hex")}`);
  const asker = `${file}-asker`;
  // ssh-keygen takes a passphrase by argument, which everyone can see, or from such a program.
  await writeFile(asker, `#!/bin/sh\nexec cat '${file}-passphrase'\n`, { mode: 0o700 });
  await writeFile(`${file}-passphrase`, passphrase, { mode: 0o600 });
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-C", "", "-f", file], {
    env: { ...process.env, SSH_ASKPASS: asker, SSH_ASKPASS_REQUIRE: "force" },
  });
  const pair = { privateKey: await readFile(file, "utf8"), publicKey: await readFile(`${file}.pub`, "utf8") };
  await Promise.all([file, `${file}.pub`, asker, `${file}-passphrase`].map((path) => rm(path)));
  return pair;
}

/** The thumbprint of a public key's line. */
export function thumbprintOfLine(publicKey: string): string {
  const [, blob = ""] = publicKey.split(" ");
  return thumbprintOf(Buffer.from(blob, "base64"));
}
