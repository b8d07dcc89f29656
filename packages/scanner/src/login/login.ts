import type { ParsedKey } from "ssh2";
import { done, failed, type Step } from "../failure.ts";
import type { ScanCredential } from "../types.ts";
import { formatOf, UNUSABLE } from "./key-text.ts";

/** A credential made ready for use: its key read and open. */
export interface Login {
  readonly username: string;
  readonly password?: string | undefined;
  readonly key?: ParsedKey | undefined;
}

/** Reads a credential, before any host is troubled with one that cannot work. */
export async function readLogin(credential: ScanCredential): Promise<Step<Login>> {
  const { username, password, privateKey, passphrase, keytab } = credential;
  if (privateKey === undefined) {
    if (password === undefined && keytab !== undefined)
      return failed("auth", "The credential holds a keytab alone, which logs in to Windows only.");
    if (password === undefined)
      return failed("auth", "The credential holds neither a password nor a private key.");
    return done({ username, password });
  }
  // What reads keys is large, and of no use to commands that have none to read.
  const { openKey } = await import("./unlock/unlock.ts");
  const key = await openKey(privateKey, passphrase);
  if (key === "unreadable") {
    const format = formatOf(privateKey);
    return failed(
      "auth",
      `The credential's private key is no OpenSSH or PEM private key${format ? `; it is ${format}` : ""}.`,
    );
  }
  if (key === "locked") {
    return passphrase === undefined
      ? failed("auth", "The credential's private key is protected, and the credential holds no passphrase.")
      : failed("auth", "The credential's passphrase does not open its private key.");
  }
  if (typeof key === "string")
    return failed("auth", `The credential's private key cannot be used: it is ${UNUSABLE[key]}.`);
  return done({ username, password, key });
}
