import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, runExecutable, textOf } from "./executable.ts";

/** An account as the executable's command takes it: the secret comes from a file. */
export interface Account {
  readonly name: string;
  readonly username: string;
  readonly secret: string;
  readonly flag: "--private-key-file" | "--password-file";
}

/** Keeps a service account by the executable's command, and gives its id. */
export async function keepCredential(environment: Environment, account: Account): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-contract-"));
  try {
    const file = join(folder, "secret");
    await writeFile(file, account.secret, { mode: 0o600 });
    // The kit onboards hosts of made-up names.
    const argv = [account.name, "--username", account.username, "--for", "anywhere", account.flag, file];
    return await textOf("id", runExecutable(environment, "credential", "add", ...argv));
  } finally {
    await rm(folder, { recursive: true });
  }
}
