import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("runs as a program, and exits with 2 where there is no server", async () => {
  const main = fileURLToPath(import.meta.resolve("../src/main.ts"));
  const argv = ["--conditions=@hostscan/source", main, "--base-url", "http://127.0.0.1:1", "--token", "t"];
  const { code, errors } = await new Promise<{ code: unknown; errors: string }>((resolve) => {
    execFile(process.execPath, argv, (error, _output, errors) => resolve({ code: error?.code, errors }));
  });
  expect(errors).toMatch(/^error: fetch failed/);
  expect(code).toBe(2);
});
