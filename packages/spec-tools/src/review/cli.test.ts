import { expect, test } from "vitest";
import { runCli } from "./cli.ts";

async function run(...argv: readonly string[]) {
  const written = { output: "", errors: "" };
  const code = await runCli(argv, {
    root: "/there/is/no/project",
    write: (text) => {
      written.output += text;
    },
    writeError: (text) => {
      written.errors += text;
    },
  });
  return { code, ...written };
}

test.each([
  [["1.0.0", "1.0.0"], "usage: pnpm spec:review"],
  [["--fast"], "--fast"],
  [["--output"], "--output"],
])("%j is refused", async (argv, says) => {
  const { code, output, errors } = await run(...argv);
  expect({ code, output }).toEqual({ code: 2, output: "" });
  expect(errors).toContain(says);
});

test("explains itself", async () => {
  const { code, output } = await run("--help");
  expect(code).toBe(0);
  expect(output).toContain("Exit codes");
});
