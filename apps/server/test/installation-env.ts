import { randomBytes } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import { runCli } from "../src/run.ts";
import { type CapturedIo, captureIo } from "./captured-io.ts";

/** An installation on a database of a test's own. */
export interface TestInstallation {
  /** What commands find it by. */
  readonly env: Readonly<Record<string, string>>;
  readonly db: TestDatabase["db"];
  /** Runs a command on it, in this process. */
  run(argv: readonly string[], stdin?: string): Promise<CommandResult>;
  drop(): Promise<void>;
}

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function makeTestInstallation(): Promise<TestInstallation> {
  const database = await createTestDatabase();
  const env = {
    DATABASE_URL: database.connectionString,
    HOSTSCAN_SECRET_KEY: randomBytes(32).toString("base64"),
  };
  return { ...commandsOn(env), db: database.db, drop: () => database.drop() };
}

/** Commands on the installation that an environment names. */
export function commandsOn(env: TestInstallation["env"]): Pick<TestInstallation, "env" | "run"> {
  return {
    env,
    run: (argv, stdin) => runOn(captureIo({ env, ...(stdin === undefined ? {} : { stdin }) }), argv),
  };
}

/** Runs a command in this process to its end. */
export async function runOn(io: CapturedIo, argv: readonly string[]): Promise<CommandResult> {
  const code = await runCli(argv, io);
  return { code, out: io.out(), err: io.err() };
}
