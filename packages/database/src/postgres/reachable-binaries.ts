import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Account, isForeign } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { runProgram } from "./run-program.ts";
import { existing, prepareStateFolder } from "./state-folder.ts";

async function fingerprint(bin: string): Promise<string> {
  const content = await readFile(join(bin, "postgres"));
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

/** Copies the programs with their libraries, complete or not at all: the copy gets its name when it is done. */
async function copyPrograms(bin: string, stateFolder: string): Promise<string> {
  const state = await prepareStateFolder(stateFolder);
  const copy = join(state, `programs-${await fingerprint(bin)}`);
  if (await existing(copy)) return copy;
  const draft = await mkdtemp(join(state, "copying-"));
  try {
    await cp(dirname(bin), draft, { recursive: true, verbatimSymlinks: true });
    await runProgram("chmod", ["-R", "a+rX", draft]);
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await existing(copy))) throw error;
  }
  return copy;
}

/**
 * Gives programs that an account can run: the installed ones; or, where root installed them in a private folder
 * (a project under `/root`), a copy in the state folder, made once for each release.
 */
export async function reachableBinaries(
  installed: Binaries,
  account: Account,
  stateFolder: string,
): Promise<Binaries> {
  const probe = await runProgram(installed.pg_ctl, ["--version"], account);
  if (probe.code === 0) return installed;
  if (!isForeign(account))
    throw new EmbeddedPostgresError(`The embedded Postgres does not run here: ${probe.output}`);
  const copy = await copyPrograms(dirname(installed.pg_ctl), stateFolder);
  return { initdb: join(copy, "bin", "initdb"), pg_ctl: join(copy, "bin", "pg_ctl") };
}
