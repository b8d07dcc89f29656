import { expect, test } from "vitest";
import { findBinaries, POSTGRES_VERSION } from "./binaries.ts";
import { runProgram } from "./run-program.ts";

test("the installed programs are of the release that clusters are checked against", async () => {
  const { initdb } = await findBinaries();
  const { output } = await runProgram(initdb, ["--version"]);
  expect(output).toMatch(new RegExp(`PostgreSQL\\) ${POSTGRES_VERSION}\\.`));
});

test("a platform without binaries is told to use a server of its own", async () => {
  await expect(findBinaries("plan9-mips")).rejects.toThrow(
    /no embedded Postgres for plan9-mips.*DATABASE_URL/,
  );
});
