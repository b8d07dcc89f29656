import { execFile } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { afterAll, describe, expect, test } from "vitest";
import { type Compiler, compile, compilers } from "./packed/compile.ts";
import { pack } from "./packed/pack.ts";

const packed = await pack();
await copyFile(new URL("./packed/consumer.test-d.ts", import.meta.url), packed.path("consumer.ts"));

afterAll(async () => {
  await packed[Symbol.asyncDispose]();
});

describe.each(["client", "contract"] as const)("the packed %s", (name) => {
  test("publint finds nothing", async () => {
    const pkgDir = packed.path(`node_modules/@hostscan/${name}`);
    const { messages } = await publint({ pkgDir, pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  test("the types are not wrong", async () => {
    const tarball = await readFile(packed.tarballs[name]);
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
    const found = "problems" in analysis ? analysis.problems : [analysis];
    // node10 reads no "exports", and of our packages the client alone is CommonJS as well.
    const elsewhere = name === "client" ? ["node10"] : ["node10", "node16-cjs"];
    const problems = found.filter(
      (problem) => !("resolutionKind" in problem && elsewhere.includes(problem.resolutionKind)),
    );
    expect(problems).toEqual([]);
  });
});

test("the packed client depends on openapi-fetch alone", async () => {
  const manifest = JSON.parse(
    await readFile(packed.path("node_modules/@hostscan/client/package.json"), "utf8"),
  );
  expect(manifest.dependencies).toEqual({ "openapi-fetch": expect.stringMatching(/^[\d.]+$/) });
});

/** Compiles the program as a user would, and gives what the compiler complains of. */
async function compileConsumer(compiler: Compiler, options: object): Promise<string> {
  const config = packed.path("tsconfig.json");
  const usual = { strict: true, skipLibCheck: false, target: "es2022", lib: ["es2022", "dom"], types: [] };
  await writeFile(
    config,
    JSON.stringify({ compilerOptions: { ...usual, ...options }, files: ["consumer.ts"] }),
  );
  return compile(compiler, "-p", config);
}

const programs = compilers.flatMap((compiler) =>
  [
    { module: "esnext", moduleResolution: "bundler" },
    { module: "nodenext", moduleResolution: "nodenext" },
  ].flatMap((resolution) =>
    [true, false].map((exactOptionalPropertyTypes) => ({
      compiler,
      ...{ ...resolution, exactOptionalPropertyTypes },
    })),
  ),
);

test.each(programs)(
  "a program compiles by TypeScript $compiler, $moduleResolution, exactOptionalPropertyTypes: $exactOptionalPropertyTypes",
  async ({ compiler, ...options }) => {
    expect(await compileConsumer(compiler, { ...options, noEmit: true })).toBe("");
  },
);

test("the program runs from the packed files", async () => {
  expect(await compileConsumer("7", { module: "nodenext" })).toBe("");
  const program = `import { outcome } from ${JSON.stringify(packed.path("consumer.js"))}; console.log(...outcome);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  expect(stdout.trim()).toBe("false HostScanNetworkError 1");
});
