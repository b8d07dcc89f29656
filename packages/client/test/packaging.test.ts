import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { afterAll, describe, expect, test } from "vitest";
import { type Compiler, compile, compilers } from "./packed/compile.ts";
import { pack } from "./packed/pack.ts";
import { programs as elsewhere } from "./packed/programs.ts";
import { executableOf, runtimeGate } from "./runtimes/runtime.ts";
import { startServer } from "./server/start-server.ts";

const packed = await pack();
for (const [name, text] of Object.entries(elsewhere)) {
  await mkdir(dirname(packed.path(name)), { recursive: true });
  await writeFile(packed.path(name), text);
}
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
    // The client alone is for node10 and for CommonJS as well.
    const unserved = name === "client" ? [] : ["node10", "node16-cjs"];
    const problems = found.filter(
      (problem) => !("resolutionKind" in problem && unserved.includes(problem.resolutionKind)),
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

const require = createRequire(import.meta.url);
const subpaths = ["", "/fetch", "/react-query", "/sign-in", "/testing", "/validate"];

test("jest runs it as CommonJS, without a setting", async () => {
  const args = [require.resolve("jest/bin/jest"), "--ci", "--runInBand", "--no-cache", "--watchman=false"];
  const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: packed.path("jest") });
  expect(stderr).toContain("1 passed");
});

test("eslint's usual resolver finds it, whether or not it reads exports", () => {
  const resolver: { resolve(source: string, file: string, config: object): { path?: string } } =
    require("eslint-import-resolver-node");
  for (const engines of [true, false]) {
    const found = subpaths.map((path) =>
      resolver.resolve(`@hostscan/client${path}`, packed.path("consumer.ts"), { engines }),
    );
    const files = subpaths.map((path) =>
      packed.path(`node_modules/@hostscan/client/dist/cjs${path}/index.js`),
    );
    expect(found.map(({ path }) => path)).toEqual(files);
  }
});

describe("in the oldest Node", () => {
  const gate = runtimeGate({ name: "Node 20", executable: executableOf("node-20", "bin/node") });
  const node20 = executableOf("node-20", "bin/node") ?? "";
  const runBy = async (program: string) => {
    await using server = await startServer();
    return (await promisify(execFile)(node20, [packed.path(program), server.url])).stdout.trim();
  };

  test.skipIf(gate.skip)(
    `TypeScript 5.9's node16 compiles a CommonJS program, which runs on ${gate.title}`,
    async () => {
      const config = packed.path("tsconfig.cjs.json");
      const types = {
        types: ["node"],
        typeRoots: [dirname(dirname(require.resolve("@types/node/package.json")))],
      };
      const options = { strict: true, target: "es2022", lib: ["es2022", "dom"], module: "node16", ...types };
      await writeFile(config, JSON.stringify({ compilerOptions: options, files: ["required.cts"] }));
      expect(await compile("5.9", "-p", config)).toBe("");
      expect(await runBy("required.cjs")).toBe("2 0");
    },
  );

  test.skipIf(gate.skip)(
    `without crypto, getSetCookie and streams (fixture of React Native) all goes on ${gate.title}`,
    async () => {
      expect(await runBy("native.mjs")).toBe("Complete enough 1 true");
    },
  );
});
