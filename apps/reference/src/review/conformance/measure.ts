import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const repository = new URL("../../../../../", import.meta.url);

/** The run: our server, started on a Postgres of its own, with real hosts and real faults. */
const SUITE = "packages/contract-tests/test/started-server.test.ts";

/** Its last test, which keeps the record. */
const RECORD = "every declared answer of every operation was seen";

/**
 * Runs the conformance kit on our own server, and keeps the record of the run in a file.
 *
 * @param only of the kit's checks those alone whose names hold this, as a pattern
 * @returns whether the server keeps to the document, and was seen to give every answer that it declares
 * @throws {Error} where no run came about, so that there is no record
 */
export async function measureCoverage(
  record: URL,
  output: "inherit" | "ignore",
  only?: string,
): Promise<boolean> {
  await mkdir(new URL(".", record), { recursive: true });
  await rm(record, { force: true });
  const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
  // What a test runner around this one says to its own workers is not for the one inside.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
  const filter = only === undefined ? [] : ["--testNamePattern", `${only}|${RECORD}`];
  const child = spawn(process.execPath, [vitest, "run", SUITE, ...filter], {
    cwd: repository,
    env: { ...Object.fromEntries(own), HOSTSCAN_CONTRACT_REPORT: fileURLToPath(record) },
    stdio: ["ignore", output, output],
  });
  await once(child, "close");
  if (existsSync(record)) return child.exitCode === 0;
  throw new Error(
    `${SUITE} left no record: it needs an OpenSSH server, and says itself what else went wrong`,
  );
}
